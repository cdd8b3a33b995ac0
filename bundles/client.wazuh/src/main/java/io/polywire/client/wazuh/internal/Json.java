package io.polywire.client.wazuh.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads JSON as Wazuh's clients do: "(null)" is nothing, and what starts like a date is one, in UTC. */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String NOTHING = "(null)";
    private static final Pattern DATE = Pattern.compile("(\\d{4})/(\\d{2})/(\\d{2}) (\\d{2}):(\\d{2}):(\\d{2})");

    private final JsonParser parser;
    private final boolean withNothing;

    private Json(JsonParser parser, boolean withNothing) {
        this.parser = parser;
        this.withNothing = withNothing;
    }

    /**
     * Reads one value: a Map, List, String, Long, BigInteger, Double, Boolean, Instant or null.
     *
     * @throws IOException if it is no JSON, or more stands behind it
     */
    public static Object read(String text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            Json json = new Json(parser, text.contains('"' + NOTHING + '"'));
            parser.nextToken();
            Object value = json.value();
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "more than one value");
            }
            return value;
        }
    }

    private Object value() throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new JsonParseException(parser, "no value");
        }
        return switch (token) {
            case START_ARRAY -> array();
            case START_OBJECT -> object();
            case VALUE_STRING -> date(parser.getText());
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new JsonParseException(parser, "no value");
        };
    }

    private Object integer() throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? parser.getBigIntegerValue()
                : (Object) parser.getLongValue();
    }

    private static Object date(String text) {
        Matcher m = DATE.matcher(text);
        if (!m.lookingAt()) {
            return text;
        }
        int[] part = new int[6];
        for (int i = 0; i < part.length; i++) {
            part[i] = Integer.parseInt(m.group(i + 1));
        }
        try {
            return LocalDateTime.of(part[0], part[1], part[2], part[3], part[4], part[5])
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException noDate) {
            return text;
        }
    }

    private List<Object> array() throws IOException {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object item = value();
            // what is left of an object that had nothing in it
            if (!(withNothing && item instanceof Map<?, ?> map && map.isEmpty())) {
                items.add(item);
            }
        }
        return items;
    }

    private Map<String, Object> object() throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (parser.currentToken() == JsonToken.VALUE_STRING
                    && parser.getText().equals(NOTHING)) {
                continue;
            }
            members.put(name, value());
        }
        return members;
    }
}
