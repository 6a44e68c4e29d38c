package io.ipyrpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ipyrpc.config.Rules;
import io.ipyrpc.function.Principal;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.plugin.SerializerSet;
import io.ipyrpc.registry.FunctionRegistry;
import io.ipyrpc.spi.Access;
import io.ipyrpc.spi.Body;
import io.ipyrpc.spi.Request;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.spi.Verifier;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Op;
import io.ipyrpc.wire.RpcException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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

    /** Takes what is signed for one request, once; and knows who may call what. */
    private static final class Signatures implements Verifier {
        private final Set<String> used = new HashSet<>();

        @Override
        public Principal verify(Access access) {
            String signature = access.credentials().get("authorization");
            if (!("signed " + access).equals(signature) || !used.add(signature)) {
                throw new RpcException(ErrorCode.UNAUTHENTICATED, "unauthenticated");
            }
            return new Principal("p");
        }

        @Override
        public boolean mayCall(Access sent, String function) {
            return ("signed " + sent).equals(sent.credentials().get("authorization")) && !function.endsWith("_secret");
        }
    }

    @Test
    void aFunctionsOwnVerifierIsAskedAboutTheRequestAsItWasSent() {
        Policies policies = policies(Map.of("own_*", Map.of("auth", new Signatures())), null);
        Gate gate = new Gate(policies);
        Map<String, String> credentials = Map.of("authorization", "signed functions ");
        Gate.Admission admission = gate.admit(new Request(Op.FUNCTIONS, "", Map.of(), credentials, Body.EMPTY, null));
        assertEquals(
                List.of("free", "own_a", "own_b"),
                Stream.of("free", "own_a", "own_b", "own_secret")
                        .filter(name -> gate.mayCall(admission, name))
                        .toList());
    }

    @Test
    void aFunctionsOwnVerifierIsAskedAsForACallWhereItSaysNoMore() {
        Verifier fussy = access -> {
            if (access.op() == Op.CALL && access.target().equals("own_a")) {
                return new Principal("p");
            }
            if (access.target().equals("own_b")) {
                throw new IllegalStateException("of the test");
            }
            throw new RpcException(ErrorCode.FORBIDDEN, "no");
        };
        Gate gate = new Gate(policies(Map.of("own_*", Map.of("auth", fussy)), null));
        Gate.Admission admission = gate.admit(new Request(Op.FUNCTIONS, "", Map.of(), Body.EMPTY));
        assertEquals(
                List.of("free", "own_a"),
                Stream.of("free", "own_a", "own_b", "own_c")
                        .filter(name -> gate.mayCall(admission, name))
                        .toList());
    }
}
