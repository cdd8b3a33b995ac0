package io.polywire.itests.postgresql.orm;

import jakarta.persistence.CascadeType;
import jakarta.persistence.CheckConstraint;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** What {@link HibernateCalls} maps: as an application has it, and as its next version has it. */
final class Library {
    private Library() {}

    enum Genre {
        NOVEL,
        POETRY,
        SCIENCE
    }

    @Entity(name = "Author")
    @Table(name = "author", uniqueConstraints = @UniqueConstraint(name = "author_name", columnNames = "name"))
    static class Author {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "author_seq")
        @SequenceGenerator(name = "author_seq", sequenceName = "author_seq", allocationSize = 10)
        Long id;

        @Column(nullable = false, length = 80)
        String name;

        LocalDate born;

        @Version
        int version;

        @OneToMany(mappedBy = "author", cascade = CascadeType.ALL)
        List<Book> books = new ArrayList<>();

        @ElementCollection
        @CollectionTable(name = "author_names", joinColumns = @JoinColumn(name = "author_id"))
        @Column(name = "other_name")
        Set<String> names = new HashSet<>();

        Author() {}

        Author(String name, LocalDate born) {
            this.name = name;
            this.born = born;
        }
    }

    @Embeddable
    static class Size {
        int pages;
        String format;

        Size() {}

        Size(int pages, String format) {
            this.pages = pages;
            this.format = format;
        }
    }

    @Entity(name = "Book")
    @Table(
            name = "book",
            indexes = @Index(name = "book_title", columnList = "title, published desc"),
            check = @CheckConstraint(name = "book_price", constraint = "price >= 0"))
    static class Book {
        @Id
        UUID id;

        @Column(nullable = false)
        String title;

        @ManyToOne(fetch = FetchType.LAZY)
        @JoinColumn(name = "author_id", foreignKey = @jakarta.persistence.ForeignKey(name = "book_author"))
        Author author;

        @Column(precision = 10, scale = 2)
        BigDecimal price;

        @JdbcTypeCode(SqlTypes.NAMED_ENUM)
        Genre genre;

        Instant published;

        LocalDateTime stamped;

        @JdbcTypeCode(SqlTypes.JSON)
        Map<String, Object> about;

        @JdbcTypeCode(SqlTypes.JSON)
        Size size;

        @JdbcTypeCode(SqlTypes.ARRAY)
        String[] tags;

        List<Integer> prints;

        byte[] cover;

        @Column(columnDefinition = "text")
        String blurb;

        @ColumnDefault("true")
        boolean available;

        @ManyToMany
        Set<Shelf> shelves = new HashSet<>();
    }

    @Entity(name = "Shelf")
    static class Shelf {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Integer id;

        String label;

        Shelf() {}

        Shelf(String label) {
            this.label = label;
        }
    }

    @Entity(name = "Medium")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Medium {
        @Id
        int id;

        String name;
    }

    @Entity(name = "Disc")
    static class Disc extends Medium {
        int minutes;
    }

    @Entity(name = "Film")
    static class Film extends Disc {
        String director;
    }

    /** The author of the next version: more columns, and an index. */
    @Entity(name = "Author")
    @Table(
            name = "author",
            uniqueConstraints = @UniqueConstraint(name = "author_name", columnNames = "name"),
            indexes = @Index(name = "author_country", columnList = "country"))
    static class NextAuthor {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "author_seq")
        @SequenceGenerator(name = "author_seq", sequenceName = "author_seq", allocationSize = 10)
        Long id;

        @Column(nullable = false, length = 80)
        String name;

        LocalDate born;

        @Column(length = 2)
        String country;

        @ManyToOne
        @JoinColumn(name = "employer_id", foreignKey = @jakarta.persistence.ForeignKey(name = "author_employer"))
        Employer employer;

        @Version
        int version;
    }

    @Entity(name = "Employer")
    static class Employer {
        @Id
        @GeneratedValue(strategy = GenerationType.UUID)
        UUID id;

        @Column(unique = true)
        String title;
    }

    /** An author whose columns the table does not have. */
    @Entity(name = "Author")
    @Table(name = "author")
    static class OtherAuthor {
        @Id
        Long id;

        String surname;
    }

    /** An author with a column of another type than the table's. */
    @Entity(name = "Author")
    @Table(name = "author")
    static class WrongAuthor {
        @Id
        Long id;

        Integer name;
    }
}
