// Go's lib/pq through database/sql.
package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"time"

	"github.com/lib/pq"
)

func check(name string, body func() error) {
	if err := body(); err != nil {
		text := strings.Join(strings.Fields(err.Error()), " ")
		fmt.Printf("FAILED - %s: %.300s\n", name, text)
		return
	}
	fmt.Printf("ok - %s\n", name)
}

func same(got, wanted any) error {
	if !reflect.DeepEqual(got, wanted) {
		return fmt.Errorf("got %#v, wanted %#v", got, wanted)
	}
	return nil
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func state(err error) string {
	var e *pq.Error
	if errors.As(err, &e) {
		return string(e.Code)
	}
	return fmt.Sprintf("no SQLSTATE: %v", err)
}

func main() {
	db, _ := sql.Open("postgres", "sslmode=disable")
	one := func(q string, args ...any) (v any, err error) {
		err = db.QueryRow(q, args...).Scan(&v)
		return
	}
	exec := func(q string, args ...any) error { _, err := db.Exec(q, args...); return err }
	check("connects", db.Ping)
	check("TLS with the certificate checked", func() error {
		tls, err := sql.Open("postgres", "sslmode=verify-ca sslrootcert="+os.Getenv("PGROOTCERT"))
		if err != nil {
			return err
		}
		defer tls.Close()
		return tls.Ping()
	})
	check("wrong password", func() error {
		wrong, _ := sql.Open("postgres", "sslmode=disable password=wrong")
		defer wrong.Close()
		return same(state(wrong.Ping()), "28P01")
	})
	check("table", func() error {
		return first(exec("drop table if exists go_t"), exec("create table go_t(id int primary key, t text, n numeric, b bytea, ts timestamptz, f float8, a int[])"))
	})
	ts := time.Date(2024, 2, 29, 12, 30, 1, 5000, time.UTC)
	check("inserts and reads", func() error {
		if err := exec("insert into go_t values ($1,$2,$3,$4,$5,$6,$7)", 1, "ä€😀", "1.50", []byte{0, 255}, ts, 0.1, pq.Array([]int64{1, 2})); err != nil {
			return err
		}
		var id int
		var t, n string
		var b []byte
		var at time.Time
		var f float64
		var a []int64
		err := db.QueryRow("select * from go_t where id = $1", 1).Scan(&id, &t, &n, &b, &at, &f, pq.Array(&a))
		return first(err, same([]any{id, t, n, b, at.UTC(), f, a}, []any{1, "ä€😀", "1.50", []byte{0, 255}, ts, 0.1, []int64{1, 2}}))
	})
	check("binary parameters", func() error {
		bin, _ := sql.Open("postgres", "sslmode=disable binary_parameters=yes")
		defer bin.Close()
		var b []byte
		var i int64
		err := bin.QueryRow("select $1::bytea, $2::int8", []byte{1, 0, 255}, 42).Scan(&b, &i)
		return first(err, same(b, []byte{1, 0, 255}), same(i, int64(42)))
	})
	check("nulls", func() error { v, err := one("select $1::text", nil); return first(err, same(v, nil)) })
	check("types of columns", func() error {
		rows, err := db.Query("select id, t, n from go_t")
		if err != nil {
			return err
		}
		defer rows.Close()
		types, err := rows.ColumnTypes()
		return first(err, same([]string{types[0].DatabaseTypeName(), types[1].DatabaseTypeName(), types[2].DatabaseTypeName()}, []string{"INT4", "TEXT", "NUMERIC"}))
	})
	check("prepared statements", func() error {
		s, err := db.Prepare("select t from go_t where id = $1")
		if err != nil {
			return err
		}
		defer s.Close()
		for i := 0; i < 20; i++ {
			var t string
			if err := first(s.QueryRow(1).Scan(&t), same(t, "ä€😀")); err != nil {
				return err
			}
		}
		return nil
	})
	check("rows affected", func() error {
		r, err := db.Exec("update go_t set f = f")
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		return first(err, same(n, int64(1)))
	})
	check("errors and their fields", func() error {
		err := exec("insert into go_t(id) values (1)")
		var e *pq.Error
		if !errors.As(err, &e) {
			return err
		}
		return first(same([]string{string(e.Code), e.Constraint, e.Table, e.Severity}, []string{"23505", "go_t_pkey", "go_t", "ERROR"}),
			same(state(exec("select 1/0")), "22012"), same(state(exec("select $1::int", "x")), "22P02"), same(state(exec("select nix")), "42703"))
	})
	check("transactions and savepoints", func() error {
		tx, err := db.BeginTx(context.Background(), &sql.TxOptions{Isolation: sql.LevelRepeatableRead})
		if err != nil {
			return err
		}
		do := func(q string) error { _, err := tx.Exec(q); return err }
		if err := first(do("insert into go_t(id) values (2)"), do("savepoint s")); err != nil {
			return err
		}
		if err := first(same(state(do("insert into go_t(id) values (2)")), "23505"), same(state(do("select 1")), "25P02"), do("rollback to s"), tx.Commit()); err != nil {
			return err
		}
		v, err := one("select count(*) from go_t")
		return first(err, same(v, int64(2)))
	})
	check("read-only transaction", func() error {
		tx, err := db.BeginTx(context.Background(), &sql.TxOptions{ReadOnly: true})
		if err != nil {
			return err
		}
		_, err = tx.Exec("delete from go_t")
		return first(same(state(err), "25006"), tx.Rollback())
	})
	check("COPY", func() error {
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		s, err := tx.Prepare(pq.CopyIn("go_t", "id", "t"))
		if err != nil {
			return err
		}
		for i := 100; i < 1100; i++ {
			if _, err := s.Exec(i, fmt.Sprintf("a\tb%d", i)); err != nil {
				return err
			}
		}
		if _, err := s.Exec(); err != nil {
			return err
		}
		if err := first(s.Close(), tx.Commit()); err != nil {
			return err
		}
		v, err := one("select count(*) from go_t where t like 'a_b%'")
		return first(err, same(v, int64(1000)))
	})
	check("a query is cancelled by its context", func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
		defer cancel()
		_, err := db.ExecContext(ctx, "select count(*) from generate_series(1,3000) a, generate_series(1,3000) b, generate_series(1,3000) c")
		return same(state(err), "57014")
	})
	check("notifications", func() error {
		l := pq.NewListener("sslmode=disable", time.Second, time.Minute, nil)
		defer l.Close()
		if err := first(l.Listen("go_channel"), exec("notify go_channel, 'hello'")); err != nil {
			return err
		}
		select {
		case n := <-l.Notify:
			return same([]string{n.Channel, n.Extra}, []string{"go_channel", "hello"})
		case <-time.After(10 * time.Second):
			return errors.New("nothing heard")
		}
	})
	check("a large result", func() error {
		rows, err := db.Query("select i from generate_series(1, 50000) i")
		if err != nil {
			return err
		}
		defer rows.Close()
		var sum, i int
		for rows.Next() {
			if err := rows.Scan(&i); err != nil {
				return err
			}
			sum += i
		}
		return first(rows.Err(), same(sum, 1250025000))
	})
	check("end", func() error { return first(exec("drop table go_t"), db.Close()) })
}
