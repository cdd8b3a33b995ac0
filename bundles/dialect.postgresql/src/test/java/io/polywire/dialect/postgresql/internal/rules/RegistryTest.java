package io.polywire.dialect.postgresql.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.type.Type;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the families register is what PostgreSQL has: name, types of arguments, result, context. */
class RegistryTest {
    private static List<String> names(List<Type> types) {
        return types.stream().map(Type::name).toList();
    }

    private static String signature(String name, List<String> takes, String result) {
        return name + takes + " " + result;
    }

    @Test
    void functionsAreThoseOfTheServer() {
        Set<String> server = ServerCatalog.all().everyFunction().stream()
                .filter(f -> f.kind() == 'f' || f.kind() == 's')
                .map(f -> signature(f.name(), f.takes(), f.result()))
                .collect(Collectors.toSet());
        assertThat(Registry.all().everyFunction())
                .isNotEmpty()
                .allSatisfy(f -> assertThat(server)
                        .contains(
                                signature(f.name(), names(f.takes()), f.result().name())));
    }

    @Test
    void aggregatesAreThoseOfTheServer() {
        Set<String> server = ServerCatalog.all().everyFunction().stream()
                .filter(f -> "aoh".indexOf(f.kind()) >= 0)
                .map(f -> signature(f.name(), f.takes(), f.result()))
                .collect(Collectors.toSet());
        assertThat(Registry.all().everyAggregate())
                .isNotEmpty()
                .allSatisfy(f -> assertThat(server)
                        .contains(
                                signature(f.name(), names(f.takes()), f.result().name())));
    }

    @Test
    void noTwoJavaFunctionsHaveOneName() {
        assertThat(Registry.all().everyFunction()).isNotEmpty();
        assertThat(Functions.TWICE).isEmpty();
    }

    @Test
    void operatorsAreThoseOfTheServer() {
        assertThat(Registry.all().everyOperator()).isNotEmpty().allSatisfy(o -> {
            boolean prefix = o.takes().size() == 1;
            assertThat(ServerCatalog.all().operators(o.name(), prefix))
                    .contains(new ServerCatalog.OperatorRow(
                            o.name(),
                            prefix ? null : o.takes().get(0).name(),
                            o.takes().get(prefix ? 0 : 1).name(),
                            o.result().name()));
        });
    }

    @Test
    void castsAreThoseOfTheServer() {
        assertThat(Registry.all().everyCast()).isNotEmpty().allSatisfy(c -> {
            // one by the types' input and output functions is not in pg_cast
            Casts.Context byText = Pathway.exists(c.from(), c.to(), Casts.Context.ASSIGNMENT)
                    ? Casts.Context.ASSIGNMENT
                    : Casts.Context.EXPLICIT;
            Casts.Context least = ServerCatalog.all().cast(c.from().name(), c.to().name());
            assertThat(c.context())
                    .as(c.from().name() + " to " + c.to().name())
                    .isEqualTo(least == null ? byText : least);
            assertThat(Pathway.exists(c.from(), c.to(), c.context())).isTrue();
        });
    }
}
