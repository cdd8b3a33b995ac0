package io.polywire.dialect.postgresql.internal.rules;

import java.util.List;
import java.util.function.Consumer;

/** The families: each registers its own types, casts, operators, functions and aggregates. A further one is a line here. */
final class Families {
    private static final List<Consumer<Registry>> ALL = List.of(
            BaseTypes::register,
            CatalogTypes::register,
            SizeFunctions::register,
            NumberCasts::register,
            IntegerFunctions::register,
            FloatFunctions::register,
            NumericFunctions::register,
            NumericEquality::register,
            FloatMath::register,
            TextFunctions::register,
            LikeFunctions::register,
            StringFunctions::register,
            BinaryFunctions::register,
            RegexFunctions::register,
            ArrayTypes::register,
            ArrayFunctions::register,
            ArrayOrder::register,
            HashFunctions::register,
            RowsFunctions::register,
            CatalogRowsFunctions::register,
            SystemColumns::register,
            AccessLists::register,
            SessionFunctions::register,
            SequenceFunctions::register,
            AdvisoryLocks::register,
            StandardAggregates::register,
            StatisticAggregates::register,
            OrderedSetAggregates::register,
            BitAggregates::register,
            DateTimeTypes::register,
            DateTimeArrays::register,
            DateTimeOperators::register,
            DateTimeFields::register,
            DateTimeFunctions::register,
            EnumTypes::register,
            Uuids::register,
            UuidExtension::register,
            CryptoExtension::register,
            MoneyTypes::register,
            NetworkTypes::register,
            HardwareTypes::register,
            RangeTypes::register,
            RangeOperators::register,
            RangeFunctions::register,
            RangeAggregates::register,
            Bpchar::register,
            NumberFormatting::register,
            Bits::register,
            JsonTypes::register,
            JsonParts::register,
            JsonbChanges::register,
            JsonFunctions::register,
            JsonBuilders::register,
            JsonRecordRows::register,
            JsonAggregates::register,
            JsonPathFunctions::register);

    private Families() {}

    static void register(Registry r) {
        ALL.forEach(f -> f.accept(r));
    }
}
