/**
 * Java objects to and from the protocol's values: what a function declares and returns on the one side, what serializers
 * carry on the other. Server and client share it. Not exported.
 */
package io.ipyrpc.convert;
