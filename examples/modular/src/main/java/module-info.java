/** A program that serves functions of its own. */
module example.modular {
    requires io.ipyrpc.core;

    // The plugins are found as services; core reaches the functions by reflection.
    exports example.modular;
}
