#!/usr/bin/env python3
"""SQLAlchemy 1.4 over psycopg2 and asyncpg's neighbour pg8000: core and ORM."""
import datetime
import decimal
import os

import sqlalchemy as sa
from sqlalchemy.orm import declarative_base, relationship, Session

from checks import check, same

Base = declarative_base()


class Author(Base):
    __tablename__ = "sa_author"
    id = sa.Column(sa.Integer, primary_key=True, autoincrement=False)
    name = sa.Column(sa.String(50), nullable=False, unique=True)
    books = relationship("Book", back_populates="author", cascade="all, delete-orphan")


class Book(Base):
    __tablename__ = "sa_book"
    id = sa.Column(sa.Integer, primary_key=True, autoincrement=False)
    author_id = sa.Column(sa.ForeignKey("sa_author.id"), nullable=False, index=True)
    title = sa.Column(sa.Text)
    price = sa.Column(sa.Numeric(10, 2))
    published = sa.Column(sa.Date)
    author = relationship("Author", back_populates="books")


class Serial(Base):
    __tablename__ = "sa_serial"
    id = sa.Column(sa.Integer, primary_key=True)
    at = sa.Column(sa.DateTime(timezone=True), server_default=sa.func.now())


e = os.environ
engine = sa.create_engine(f"postgresql+psycopg2://{e['PGUSER']}:{e['PGPASSWORD']}@{e['PGHOST']}:{e['PGPORT']}/{e['PGDATABASE']}")
with check("connects"):
    with engine.connect() as c:
        same(c.execute(sa.text("select 1")).scalar(), 1)
        same(c.dialect.server_version_info[0], 15)
        same(c.dialect.default_schema_name, "public")
own = [Author.__table__, Book.__table__]
with check("creates tables"):
    Base.metadata.drop_all(engine, own)
    Base.metadata.create_all(engine, own)
with check("ORM: adds, reads, changes, deletes"):
    with Session(engine) as s:
        s.add(Author(id=1, name="Ann", books=[Book(id=i, title=f"b{i}", price=decimal.Decimal("9.90"), published=datetime.date(2020, 1, i)) for i in (1, 2, 3)]))
        s.commit()
        got = s.execute(sa.select(Author, sa.func.count(Book.id), sa.func.sum(Book.price)).join(Author.books).group_by(Author.id)).one()
        same((got[0].name, got[1], got[2]), ("Ann", 3, decimal.Decimal("29.70")))
        got[0].books.pop()
        s.commit()
        same(s.scalar(sa.select(sa.func.count()).select_from(Book)), 2)
with check("core: insert of many, update, RETURNING"):
    with engine.begin() as c:
        c.execute(sa.insert(Author), [{"id": i, "name": f"n{i}"} for i in range(10, 110)])
        same(c.execute(sa.update(Author).where(Author.id < 12).values(name=Author.name + "x").returning(Author.id)).scalars().all(), [1, 10, 11])
with check("unique violation"):
    try:
        with Session(engine) as s:
            s.add(Author(id=10, name="again"))
            s.commit()
        raise AssertionError("no error")
    except sa.exc.IntegrityError as x:
        same(x.orig.pgcode, "23505")
with check("savepoints"):
    with Session(engine) as s:
        s.add(Author(id=500, name="kept"))
        s.flush()
        try:
            with s.begin_nested():
                s.add(Author(id=500 + 1, name="kept"))
                s.flush()
        except sa.exc.IntegrityError:
            pass
        s.commit()
        same(s.scalar(sa.select(sa.func.count()).where(Author.id >= 500)), 1)
with check("streamed results"):
    with engine.connect().execution_options(stream_results=True, max_row_buffer=20) as c:
        same(len([r for r in c.execute(sa.select(Author.id).where(Author.id.between(10, 109)))]), 100)
with check("serial keys and defaults of the server"):
    Base.metadata.drop_all(engine, [Serial.__table__])
    Base.metadata.create_all(engine, [Serial.__table__])
    with Session(engine) as s:
        s.add_all([Serial(), Serial()])
        s.commit()
        same([x.id for x in s.scalars(sa.select(Serial).order_by(Serial.id))], [1, 2])
with check("inspector: tables and columns"):
    inspector = sa.inspect(engine)
    same({"sa_author", "sa_book"} <= set(inspector.get_table_names()), True)
    same([(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns("sa_author")], [("id", "INTEGER", False), ("name", "VARCHAR(50)", False)])
with check("inspector: keys and indexes"):
    inspector = sa.inspect(engine)
    same(inspector.get_pk_constraint("sa_book")["constrained_columns"], ["id"])
    same([(f["constrained_columns"], f["referred_table"]) for f in inspector.get_foreign_keys("sa_book")], [(["author_id"], "sa_author")])
    same([i["column_names"] for i in inspector.get_indexes("sa_book")], [["author_id"]])
with check("reflection"):
    meta = sa.MetaData()
    meta.reflect(engine, only=["sa_book"])
    same(sorted(meta.tables), ["sa_author", "sa_book"])
with check("reflection within one transaction that changes the schema again and again"):
    with engine.begin() as c:
        for i in range(60):
            c.execute(sa.text(f"CREATE TABLE sa_many_{i} (id serial primary key, w float8 check (w > 0.5), i interval day to second(3))"))
            inspector = sa.inspect(c)
            same(inspector.has_table(f"sa_many_{i}"), True)
            same(str(inspector.get_columns(f"sa_many_{i}")[2]["type"].compile(engine.dialect)), "INTERVAL day to second (3)")
            same(inspector.get_pk_constraint(f"sa_many_{i}")["name"], f"sa_many_{i}_pkey")
            same(len(inspector.get_check_constraints(f"sa_many_{i}")), 1)
        c.execute(sa.text("DROP TABLE " + ", ".join(f"sa_many_{i}" for i in range(60))))
with check("the isolation levels by their names"):
    for level in ("READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"):
        with engine.connect().execution_options(isolation_level=level) as c:
            same(c.get_isolation_level(), level)
            same(c.execute(sa.text("show transaction_isolation")).scalar(), level.lower())
with check("drops tables"):
    Base.metadata.drop_all(engine)
