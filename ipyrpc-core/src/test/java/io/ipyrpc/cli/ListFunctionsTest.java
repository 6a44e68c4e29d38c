package io.ipyrpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ipyrpc.wire.FunctionInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListFunctionsTest {
    private static FunctionInfo function(String name, Map<String, FunctionInfo.Setting> rules) {
        return new FunctionInfo(name, "", name + "()", List.of(), "void", "", List.of(), "", false, rules);
    }

    @Test
    void rulesShowValuesAndWhereTheyComeFrom() {
        String text = ListFunctions.rules(List.of(
                function(
                        "add",
                        Map.of(
                                "timeout", new FunctionInfo.Setting(0.0, null),
                                "input_serialization", new FunctionInfo.Setting(List.of("binary", "json"), "*_json"))),
                function("b", Map.of("output_serialization", new FunctionInfo.Setting(List.of(), null)))));
        assertEquals("""
                add
                  input_serialization  binary, json  *_json
                  timeout              0             default

                b
                  output_serialization  as asked  default
                """, text);
    }
}
