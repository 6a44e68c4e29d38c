package io.ipyrpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ipyrpc.config.Rules;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.plugin.SerializerSet;
import io.ipyrpc.registry.FunctionRegistry;
import io.ipyrpc.spi.Body;
import io.ipyrpc.spi.Request;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.spi.Verifier;
import io.ipyrpc.wire.Op;
import io.ipyrpc.wire.RpcException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GateTest {
    private static Policies policies(Map<String, Map<String, Object>> rules, Verifier verifier) {
        return new Policies(
                Rules.of(rules, Policies.KNOWN),
                SerializerSet.of(Map.of()),
                Plugins.installed(),
                verifier,
                Settings.EMPTY);
    }

    private static String refusal(Policies policies, Op op, String target) {
        Request request = new Request(op, target, Map.of(), Body.EMPTY);
        RpcException e = assertThrows(RpcException.class, () -> new Gate(policies).admit(request));
        return e.code() + ": " + e.getMessage();
    }

    @Test
    void aNameThatNoFunctionHasAndRulesTieOnIsNotFound() {
        Policies policies = policies(Map.of("a*", Map.of("max_output", 1), "*b", Map.of("max_output", 2)), null);
        assertEquals("not_found: there is no function 'ab'", refusal(policies, Op.CALL, "ab"));
    }

    @Test
    void rulesThatTieOnAnOperationAreRefusedAtOnce() {
        Policies policies =
                policies(Map.of("@func*", Map.of("max_output", 1), "*tions", Map.of("max_output", 1)), null);
        policies.check(new FunctionRegistry(table -> {}).table());
        Policies tied =
                policies(Map.of("@functi*", Map.of("max_output", 1), "*nctions", Map.of("max_output", 2)), null);
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> tied.check(new FunctionRegistry(table -> {}).table()));
        assertEquals(
                "max_output", e.getMessage().replaceFirst(".*'@functions' with equal weight.*(max_output).*", "$1"));
    }

    @Test
    void aVerifierThatFailsLetsNobodyIn() {
        Policies failing = policies(Map.of(), access -> {
            throw new IllegalStateException("secret");
        });
        assertEquals("unauthenticated: unauthenticated", refusal(failing, Op.CALL, "f"));
        assertEquals("unauthenticated: unauthenticated", refusal(policies(Map.of(), access -> null), Op.HEALTH, ""));
    }
}
