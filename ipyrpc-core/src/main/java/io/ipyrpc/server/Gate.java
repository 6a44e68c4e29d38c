package io.ipyrpc.server;

import io.ipyrpc.function.Arguments;
import io.ipyrpc.function.Principal;
import io.ipyrpc.spi.Access;
import io.ipyrpc.spi.Request;
import io.ipyrpc.spi.Verifier;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Op;
import io.ipyrpc.wire.RpcException;
import java.net.URI;
import java.util.function.Supplier;

/** Lets requests in, or not: one gate for all listeners. */
final class Gate {
    private static final System.Logger LOG = System.getLogger(Gate.class.getName());

    private final Policies policies;

    Gate(Policies policies) {
        this.policies = policies;
    }

    /**
     * A request that was let in.
     *
     * @param principal who it is, or null where nobody asked
     * @param bodyDigest the digest that the body must have, or null
     * @param listener the address that it came by, or null
     */
    record Admission(Verifier verifier, Access access, Principal principal, String bodyDigest, URI listener) {
        Admission at(URI address) {
            return new Admission(verifier, access, principal, bodyDigest, address);
        }

        /** Phase two: the arguments are there, nothing was done with them yet. */
        void authorize(Supplier<Arguments> arguments) {
            if (verifier != null) {
                verifier.authorize(principal, access, arguments);
            }
        }

        /** The owner's name on jobs, or null. */
        String owner() {
            return principal == null ? null : principal.name();
        }
    }

    /**
     * Phase one: credentials, before the body is read.
     *
     * @throws RpcException if the request is refused
     */
    Admission admit(Request request) {
        Op.Target target = request.op().target();
        boolean function = target == Op.Target.FUNCTION;
        if (request.op() == Op.FETCH && !policies.of("@fetch").isOpsOwn("auth")) {
            // The secret is the credential: other servers fetch too, which this one need not know.
            return admit(request, (Verifier) null);
        }
        return admit(request, verifier(function ? request.target() : "@" + request.op()));
    }

    private Verifier verifier(String name) {
        try {
            return policies.of(name).verifier();
        } catch (IllegalArgumentException e) {
            // Rules agree on all that is there, which was checked: they may tie on a name that a caller made up.
            LOG.log(System.Logger.Level.DEBUG, () -> "no rule for '" + name + "': " + e.getMessage());
            throw new RpcException(ErrorCode.NOT_FOUND, "there is no function '" + name + "'");
        }
    }

    private static Admission admit(Request request, Verifier verifier) {
        Access access = new Access(request.op(), request.target(), request.fields(), request.credentials());
        if (verifier == null) {
            return new Admission(null, access, null, null, null);
        }
        try {
            Principal principal = verifier.verify(access);
            if (principal == null) {
                throw new IllegalStateException("the verifier answered null instead of a principal or a refusal");
            }
            return new Admission(
                    verifier, access, principal, verifier.bodyDigest(access).orElse(null), null);
        } catch (RpcException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "refused " + access + ": " + e.getMessage());
            throw e;
        } catch (RuntimeException e) {
            // A check that fails is no check that passed; what went wrong in it is for the log alone.
            LOG.log(System.Logger.Level.ERROR, "the verifier failed on " + access, e);
            throw new RpcException(ErrorCode.UNAUTHENTICATED, "unauthenticated");
        }
    }

    /**
     * Whether who was let in with another operation may call that function: where somebody else decides about it than about
     * the operation, they are asked too.
     */
    boolean mayCall(Admission admission, String function) {
        Verifier verifier = policies.of(function).verifier();
        if (verifier == null || verifier == admission.verifier()) {
            return true;
        }
        try {
            return verifier.mayCall(admission.access(), function);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the verifier of '" + function + "' failed", e);
            return false;
        }
    }
}
