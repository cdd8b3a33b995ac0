package io.polywire.dialect.sqlite.internal.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclarationTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "INTEGER|int8|false",
                "INT(11) UNSIGNED|int8|false",
                "tinyint(1)|int8|false",
                "FLOATING POINT|int8|false",
                "NVARCHAR(160)|varchar(160)|false",
                "character varying ( 20 )|varchar(20)|false",
                "CHARACTER|text|false",
                "LONGTEXT|text|false",
                "CLOB|text|false",
                "MEDIUMBLOB|blob|false",
                "double precision|float8|false",
                "FLOAT(24)|float8|false",
                "BOOLEAN|bool|true",
                "bit(1)|bool|true",
                "bit(8)|text|true",
                "Date|date_days|true",
                "DATETIME|timestamp_micros|true",
                "timestamp(6)|timestamp_micros|true",
                "TIMESTAMP  WITH TIME ZONE|timestamptz_micros|true",
                "TIME|time_micros|true",
                "TIME WITH TIME ZONE|text|true",
                "INTERVAL|text|true",
                "POINT|text|true",
                "DECIMAL(10,2)|numeric_text(10,2)|true",
                "decimal ( 10 , 2 )|numeric_text(10,2)|true",
                "NUMERIC(5)|numeric_text(5,0)|true",
                "NUMERIC(2,5)|numeric_text|true",
                "NUMERIC(99999,5)|numeric_text|true",
                "NUM|numeric_text|true",
                "GUID|uuid_blob|true",
                "JSON|json_text|true",
                "VARBINARY(16)|blob|true",
                "STRING|text|true",
                "ENUM('TEXT','INT')|text|true",
                "ANY|text|true",
                "((|text|true",
                "date_days|date_days|false",
                "numeric_text(10,2)|numeric_text(10,2)|false",
                "_int4|_int4|false",
                "int4|int4|false"
            })
    void meansWhatItSays(String written, String declared, boolean read) {
        assertThat(Declaration.of(written, true)).isEqualTo(new Declaration(declared, read));
    }

    @ParameterizedTest
    @CsvSource({
        "DATE,text",
        "'DECIMAL(10,2)',text",
        "BOOLEAN,text",
        "INTEGER,int8",
        "'VARCHAR(3)',varchar(3)",
        "'',text"
    })
    void withoutNamesWhatAffinityLeavesOpenIsText(String written, String declared) {
        assertThat(Declaration.of(written, false).declared()).isEqualTo(declared);
    }
}
