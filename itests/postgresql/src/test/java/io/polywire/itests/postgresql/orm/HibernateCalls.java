package io.polywire.itests.postgresql.orm;

import io.polywire.itests.postgresql.orm.Library.Author;
import io.polywire.itests.postgresql.orm.Library.Book;
import io.polywire.itests.postgresql.orm.Library.Disc;
import io.polywire.itests.postgresql.orm.Library.Employer;
import io.polywire.itests.postgresql.orm.Library.Film;
import io.polywire.itests.postgresql.orm.Library.Genre;
import io.polywire.itests.postgresql.orm.Library.Medium;
import io.polywire.itests.postgresql.orm.Library.NextAuthor;
import io.polywire.itests.postgresql.orm.Library.OtherAuthor;
import io.polywire.itests.postgresql.orm.Library.Shelf;
import io.polywire.itests.postgresql.orm.Library.Size;
import io.polywire.itests.postgresql.orm.Library.WrongAuthor;
import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.Hibernate;
import org.hibernate.ScrollMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.Timeouts;
import org.hibernate.cfg.Configuration;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.tool.schema.spi.SchemaManagementException;
import org.postgresql.util.PSQLException;

/**
 * What an application does with Hibernate and its dialect of PostgreSQL: makes, checks and changes its schema, and works
 * with it; each step with its outcome as lines.
 */
final class HibernateCalls {
    static final Path EXPECTED = Path.of("src/test/resources/metadata/hibernate.expected");

    private static final Class<?>[] FIRST = {Author.class, Book.class, Shelf.class, Medium.class, Disc.class, Film.class
    };

    private final String url;
    private final String password;
    private final List<String> lines = new ArrayList<>();

    private HibernateCalls(String url, String password) {
        this.url = url;
        this.password = password;
    }

    /** Does all of it in an empty database. */
    static List<String> run(int port, String database, String password) throws SQLException {
        HibernateCalls calls = new HibernateCalls("jdbc:postgresql://127.0.0.1:" + port + "/" + database, password);
        calls.all();
        return calls.lines;
    }

    private void all() throws SQLException {
        with("create", FIRST);
        schema("made");
        say("validate", () -> {
            try (SessionFactory f = factory("validate", FIRST)) {
                work(f);
            }
            return "done";
        });
        with("validate", OtherAuthor.class);
        with("validate", WrongAuthor.class);
        with("update", NextAuthor.class, Employer.class, Shelf.class, Medium.class, Disc.class, Film.class);
        schema("changed");
        with("validate", NextAuthor.class, Employer.class);
        with("create-drop", FIRST);
        schema("left");
    }

    private SessionFactory factory(String schema, Class<?>... entities) {
        Configuration c = new Configuration()
                .setProperty("hibernate.connection.url", url)
                .setProperty("hibernate.connection.username", "test")
                .setProperty("hibernate.connection.password", password == null ? "" : password)
                .setProperty("hibernate.connection.pool_size", "3")
                .setProperty("hibernate.hbm2ddl.auto", schema)
                .setProperty("hibernate.jdbc.batch_size", "25")
                .setProperty("hibernate.order_inserts", "true")
                .setProperty("hibernate.query.hql.json_functions_enabled", "true")
                .setProperty("hibernate.jdbc.time_zone", "UTC");
        for (Class<?> e : entities) {
            c.addAnnotatedClass(e);
        }
        return c.buildSessionFactory();
    }

    private void with(String schema, Class<?>... entities) {
        say(schema + " " + entities.length + " " + entities[0].getSimpleName(), () -> {
            factory(schema, entities).close();
            return "done";
        });
    }

    // --- the schema -----------------------------------------------------------------------------------------------

    private void schema(String state) throws SQLException {
        try (Connection c = DriverManager.getConnection(url, "test", password);
                Statement s = c.createStatement()) {
            rows(
                    state + " columns",
                    s,
                    "SELECT table_name, ordinal_position, column_name, data_type, udt_name, is_nullable, column_default,"
                            + " character_maximum_length, numeric_precision, numeric_scale, datetime_precision, is_identity"
                            + " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2");
            // names that Hibernate makes of hash values are the same each time
            rows(
                    state + " constraints",
                    s,
                    "SELECT conrelid::regclass, conname, contype, pg_get_constraintdef(oid) FROM pg_constraint"
                            + " WHERE connamespace = 'public'::regnamespace ORDER BY conrelid::regclass::text, conname");
            rows(
                    state + " indexes",
                    s,
                    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2");
            rows(
                    state + " sequences",
                    s,
                    "SELECT sequencename, data_type, start_value, min_value, max_value, increment_by, cycle, cache_size"
                            + " FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1");
            rows(
                    state + " enums",
                    s,
                    "SELECT typname, enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = enumtypid"
                            + " ORDER BY typname, enumsortorder");
        }
    }

    private void rows(String name, Statement s, String query) {
        say(name, () -> {
            List<Object> all = new ArrayList<>();
            try (ResultSet r = s.executeQuery(query)) {
                while (r.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
                        row.add(r.getString(i));
                    }
                    all.add(row.toString());
                }
            }
            return all;
        });
    }

    // --- what is done with it ---------------------------------------------------------------------------------------

    private void work(SessionFactory f) {
        in(f, "persist", s -> {
            Shelf a = new Shelf("a");
            Shelf b = new Shelf("b");
            s.persist(a);
            s.persist(b);
            for (int i = 0; i < 30; i++) {
                Author author = new Author("author " + i, LocalDate.of(1900 + i, 1 + i % 12, 1 + i % 28));
                author.names.addAll(Set.of("alias " + i, "pen name " + i));
                for (int k = 0; k < 3; k++) {
                    author.books.add(book(author, i * 3 + k, k == 0 ? a : b));
                }
                s.persist(author);
            }
            for (int i = 0; i < 6; i++) {
                Medium m = i < 2 ? new Medium() : i < 4 ? new Disc() : new Film();
                m.id = i;
                m.name = "medium " + i;
                if (m instanceof Disc d) {
                    d.minutes = 10 * i;
                }
                if (m instanceof Film d) {
                    d.director = "director " + i;
                }
                s.persist(m);
            }
            s.flush();
            return List.of(a.id, b.id);
        });
        in(f, "read", s -> {
            List<Object> all = new ArrayList<>();
            for (int i : new int[] {0, 7, 89}) {
                all.add(shown(s.find(Book.class, new UUID(1, i))));
            }
            Author author = Hibernate.unproxy(s.find(Author.class, 3L), Author.class);
            all.add(author.name + " " + author.born + " " + author.version + " " + new TreeSet<>(author.names));
            return all;
        });
        queries(f);
        changes(f);
        locks(f);
        failures(f);
    }

    private static Book book(Author author, int n, Shelf shelf) {
        Book b = new Book();
        b.id = new UUID(1, n);
        b.title = "book " + n;
        b.author = author;
        b.price = n % 10 == 9 ? null : new BigDecimal(n).movePointLeft(1).setScale(2);
        b.genre = Genre.values()[n % 3];
        b.published = Instant.ofEpochSecond(1_000_000_000L + n * 86_400L, n * 1_000L);
        b.stamped = LocalDateTime.of(2020, 2, 29, n % 24, 30, 15, 123_456_000);
        b.about = Map.of("n", n, "of", List.of("x", n % 5));
        b.size = n % 7 == 0 ? null : new Size(100 + n, "A" + n % 6);
        b.tags = n % 4 == 0 ? new String[] {} : new String[] {"tag" + n % 3, "with, comma", "with \"quote\""};
        b.prints = n % 5 == 0 ? null : List.of(n, n * 2);
        b.cover = new byte[] {0, (byte) n, (byte) 0xFF};
        b.blurb = "it's \\ " + n + " \u00e9\u20ac";
        b.available = n % 2 == 0;
        b.shelves.add(shelf);
        return b;
    }

    private static String shown(Book b) {
        return String.join(
                "|",
                b.id.toString(),
                b.title,
                Hibernate.unproxy(b.author, Author.class).name,
                String.valueOf(b.price),
                b.genre.name(),
                b.published.toString(),
                b.stamped.toString(),
                b.about.get("n") + "/" + b.about.get("of"),
                b.size == null ? "null" : b.size.pages + b.size.format,
                Arrays.toString(b.tags),
                String.valueOf(b.prints),
                Arrays.toString(b.cover),
                b.blurb,
                String.valueOf(b.available),
                b.shelves.iterator().next().label);
    }

    private void queries(SessionFactory f) {
        query(f, "select count(*), min(price), max(price), avg(price), sum(price) from Book");
        query(f, "select genre, count(*) from Book group by genre having count(*) > 5 order by genre");
        query(
                f,
                "select a.name, count(b) from Author a join a.books b where b.price > 3 group by a.name order by 2 desc, 1"
                        + " limit 5 offset 2");
        query(f, "select b.title from Book b where b.genre = POETRY and b.available order by b.published desc limit 4");
        query(
                f,
                "select b.title from Book b where b.title like 'book 1%' or lower(b.title) ilike 'BOOK 2_' order by 1");
        query(f, "select b.title from Book b where array_contains(b.tags, 'tag2') order by b.title limit 3");
        query(f, "select array_length(b.tags), array_get(b.prints, 1) from Book b order by b.title limit 4");
        query(f, "select b.title, b.size.pages from Book b where b.size.format = 'A3' order by b.size.pages limit 4");
        query(f, "select json_value(b.about, '$.n' returning Integer) from Book b order by b.title limit 3");
        query(
                f,
                "select extract(year from a.born), a.born + 1 month, a.born - 10 day from Author a order by a.id limit 3");
        query(f, "select year(b.published), truncate(b.published, month) from Book b order by b.id limit 2");
        query(f, "select listagg(a.name, ', ') within group (order by a.id desc) from Author a where a.id < 5");
        query(
                f,
                "select a.name from Author a where exists (select 1 from Book b where b.author = a and b.price is null)"
                        + " order by a.name limit 3");
        query(f, "select a.name from Author a where size(a.names) = 2 and 'alias 4' member of a.names");
        query(
                f,
                "select b.title, row_number() over (partition by b.genre order by b.title) from Book b order by 1 limit 4");
        query(f, "select b.title from Book b order by b.price desc nulls last, b.title fetch first 3 rows with ties");
        query(
                f,
                "select coalesce(b.price, 0), cast(b.price as string), concat(b.title, '!'), substring(b.title, 6),"
                        + " position('k' in b.title), b.size.pages % 2, -b.price from Book b order by b.id limit 3");
        query(
                f,
                "select case when b.available then 'yes' else 'no' end, nullif(b.title, 'book 0'), round(b.price, 1)"
                        + " from Book b order by b.id limit 2");
        query(f, "select type(m), m.name from Medium m order by m.id");
        query(f, "select treat(m as Film).director from Medium m where treat(m as Disc).minutes > 20 order by m.id");
        query(
                f,
                "with t as (select b.author.id as writer, count(*) as n from Book b group by b.author.id)"
                        + " select a.name, t.n from t t join Author a on t.writer = a.id order by a.id limit 2");
        query(f, "select a.name from Author a where a.id < 3 union all select s.label from Shelf s order by 1");
        query(
                f,
                "select a.name, b.title from Author a left join lateral (select x.title as title from Book x"
                        + " where x.author = a order by x.title limit 1) b order by a.id limit 2");
        query(f, "select a.name from Author a where (a.id, a.version) in ((1, 0), (2, 0)) order by 1");
        in(
                f,
                "fetch",
                s -> s
                        .createQuery(
                                "from Author a join fetch a.books where a.id between 2 and 3 order by a.id",
                                Author.class)
                        .getResultList()
                        .stream()
                        .map(a -> a.name + " " + a.books.size())
                        .toList());
        in(
                f,
                "page",
                s -> s
                        .createQuery("from Book b order by b.title", Book.class)
                        .setFirstResult(10)
                        .setMaxResults(3)
                        .getResultList()
                        .stream()
                        .map(b -> b.title)
                        .toList());
        in(
                f,
                "parameters",
                s -> s.createQuery(
                                "select b.title from Book b where b.id in (:ids) and b.genre = :genre and b.published > :since"
                                        + " and (:none is null or b.title = :none)",
                                String.class)
                        .setParameterList("ids", List.of(new UUID(1, 1), new UUID(1, 2), new UUID(1, 4)))
                        .setParameter("genre", Genre.POETRY)
                        .setParameter("since", Instant.ofEpochSecond(1_000_000_001L))
                        .setParameter("none", null, String.class)
                        .getResultList());
        in(f, "scroll", s -> {
            int n = 0;
            try (var rows = s.createQuery("select b.title from Book b order by b.title", String.class)
                    .setFetchSize(7)
                    .scroll(ScrollMode.FORWARD_ONLY)) {
                while (rows.next()) {
                    n++;
                }
            }
            return n;
        });
        in(
                f,
                "native",
                s -> s
                        .createNativeQuery(
                                "SELECT id, name, born, name ~ '[13]$' FROM author WHERE id <= :most ORDER BY id",
                                Object[].class)
                        .setParameter("most", 3)
                        .getResultList()
                        .stream()
                        .map(Arrays::deepToString)
                        .toList());
        in(f, "criteria", s -> {
            var b = s.getCriteriaBuilder();
            var q = b.createQuery(String.class);
            var root = q.from(Book.class);
            q.select(root.get("title"))
                    .where(b.and(
                            b.equal(root.get("author").get("name"), "author 5"),
                            b.lessThan(root.get("price"), new BigDecimal("1.7"))))
                    .orderBy(b.desc(root.get("title")));
            return s.createQuery(q).getResultList();
        });
    }

    private void changes(SessionFactory f) {
        in(f, "change", s -> {
            Book b = s.find(Book.class, new UUID(1, 8));
            b.about = Map.of("changed", true);
            b.tags = new String[] {"new", null};
            b.genre = Genre.SCIENCE;
            Author author = Hibernate.unproxy(b.author, Author.class);
            author.name = "renamed";
            s.flush();
            s.refresh(b);
            return b.about + " " + Arrays.toString(b.tags) + " " + b.genre + " " + author.version;
        });
        update(f, "update Book b set b.price = b.price * 2, b.title = upper(b.title) where b.genre = NOVEL");
        update(f, "update versioned Author a set a.born = local date where a.id = 4");
        update(
                f,
                "update Film f set f.director = 'nobody', f.minutes = f.minutes + 1, f.name = 'x' where f.minutes > 0");
        update(f, "delete from Disc d where d.minutes < 30");
        update(f, "insert into Shelf (label) select a.name from Author a where a.id in (1, 2)");
        update(
                f,
                "insert into Medium (id, name) values (0, 'again'), (100, 'new') on conflict(id) do update set name = excluded.name");
        update(f, "insert into Medium (id, name) values (0, 'never') on conflict(id) do nothing");
        query(f, "select m.id, m.name, treat(m as Film).director from Medium m order by m.id");
        query(f, "select s.id, s.label from Shelf s order by s.id");
        say("stateless", () -> {
            try (StatelessSession s = f.openStatelessSession()) {
                s.setJdbcBatchSize(10);
                s.beginTransaction();
                Medium m = new Medium();
                m.id = 200;
                m.name = "inserted";
                s.upsert(m);
                m.name = "updated";
                s.upsert(m);
                List<Medium> many = new ArrayList<>();
                for (int i = 300; i < 325; i++) {
                    Medium x = new Medium();
                    x.id = i;
                    x.name = "many " + i;
                    many.add(x);
                }
                s.insertMultiple(many);
                s.deleteMultiple(many.subList(0, 20));
                s.getTransaction().commit();
                return s.createSelectionQuery("select name from Medium where id >= 200 order by id", String.class)
                        .getResultList();
            }
        });
        in(f, "remove", s -> {
            s.remove(s.find(Author.class, 9L));
            s.flush();
            return s.createSelectionQuery("select count(*) from Book", Long.class)
                    .getSingleResult();
        });
    }

    private void locks(SessionFactory f) {
        in(f, "lock", s -> {
            Book b = s.find(Book.class, new UUID(1, 20), LockModeType.PESSIMISTIC_WRITE);
            s.lock(b.author, LockModeType.PESSIMISTIC_READ);
            s.lock(s.find(Author.class, 2L), LockModeType.PESSIMISTIC_FORCE_INCREMENT);
            return s.createQuery("from Book b where b.author.id = 2 order by b.title", Book.class)
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .setTimeout(Timeouts.SKIP_LOCKED)
                    .getResultList()
                    .size();
        });
        in(f, "not waited for", s -> {
            s.find(Author.class, 5L, LockModeType.PESSIMISTIC_WRITE);
            return outcome(() -> f.fromTransaction(
                    other -> other.find(Author.class, 5L, LockModeType.PESSIMISTIC_WRITE, Timeouts.NO_WAIT).name));
        });
        in(f, "changed meanwhile", s -> {
            Author a = s.find(Author.class, 6L);
            f.inTransaction(other -> other.find(Author.class, 6L).born = LocalDate.of(1, 1, 1));
            a.born = LocalDate.of(2, 2, 2);
            return outcome(() -> {
                s.flush();
                return "flushed";
            });
        });
    }

    private void failures(SessionFactory f) {
        in(f, "taken", s -> {
            s.persist(new Author("author 0", null));
            s.flush();
            return "inserted";
        });
        in(f, "checked", s -> {
            s.find(Book.class, new UUID(1, 1)).price = new BigDecimal(-1);
            s.flush();
            return "changed";
        });
        in(f, "needed", s -> {
            s.persist(new Author(null, null));
            s.flush();
            return "inserted";
        });
        in(
                f,
                "referred to",
                s -> s.createNativeMutationQuery("DELETE FROM author WHERE id = 1")
                        .executeUpdate());
        in(f, "too long", s -> {
            s.persist(new Author("x".repeat(100), null));
            s.flush();
            return "inserted";
        });
    }

    private void query(SessionFactory f, String hql) {
        in(
                f,
                hql,
                s -> s.createSelectionQuery(hql, Object[].class).getResultList().stream()
                        .map(Arrays::deepToString)
                        .toList());
    }

    private void update(SessionFactory f, String hql) {
        in(f, hql, s -> s.createMutationQuery(hql).executeUpdate());
    }

    private void in(SessionFactory f, String name, Function<Session, Object> what) {
        say(name, () -> f.fromTransaction(what::apply));
    }

    private void say(String name, Callable<Object> what) {
        lines.add(name);
        Consumer<Object> line = o -> lines.add("  " + o);
        Object result = outcome(what);
        if (result instanceof List<?> all) {
            all.forEach(line);
        } else {
            line.accept(result);
        }
    }

    /** A result, or what failed: the classes of the exceptions, and what the server said. */
    private static Object outcome(Callable<Object> what) {
        try {
            return what.call();
        } catch (Exception e) {
            StringBuilder s = new StringBuilder();
            for (Throwable t = e; t != null; t = t.getCause()) {
                s.append(s.length() == 0 ? "" : " <- ").append(t.getClass().getSimpleName());
                if (t instanceof ConstraintViolationException v) {
                    s.append(' ').append(v.getKind()).append(' ').append(v.getConstraintName());
                } else if (t instanceof PSQLException x && x.getServerErrorMessage() != null) {
                    s.append(' ')
                            .append(x.getSQLState())
                            .append(' ')
                            .append(x.getServerErrorMessage().getMessage());
                } else if (t instanceof SchemaManagementException) {
                    s.append(' ').append(t.getMessage());
                }
            }
            return s.toString();
        }
    }
}
