package io.ipyrpc.convert;

import io.ipyrpc.data.NdArray;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Converters to lists, sets, maps and optionals. */
final class Containers {
    private Containers() {}

    /** The converter to that class with those type arguments, or null where it is none of these. */
    static Converter of(Class<?> type, Type[] arguments, Converters converters) {
        if (type == List.class || type == Collection.class || type == Iterable.class) {
            Converter item = converters.find(arguments[0]);
            return Scalars.nullable(value -> converted(items(value, "a list"), item));
        }
        if (type == Set.class) {
            Converter item = converters.find(arguments[0]);
            return Scalars.nullable(value -> new LinkedHashSet<>(converted(items(value, "a list"), item)));
        }
        if (type == Map.class) {
            Converter key = DictKeys.to(arguments[0], converters);
            Converter item = converters.find(arguments[1]);
            return Scalars.nullable(value -> toMap(value, key, item));
        }
        if (type == Optional.class) {
            Converter item = converters.find(arguments[0]);
            return value -> value instanceof Optional ? value : Optional.ofNullable(item.convert(value));
        }
        if (type == OptionalInt.class) {
            Converter item = Scalars.of(int.class);
            return value -> value == null ? OptionalInt.empty() : OptionalInt.of((Integer) item.convert(value));
        }
        if (type == OptionalLong.class) {
            Converter item = Scalars.of(long.class);
            return value -> value == null ? OptionalLong.empty() : OptionalLong.of((Long) item.convert(value));
        }
        if (type == OptionalDouble.class) {
            Converter item = Scalars.of(double.class);
            return value -> value == null ? OptionalDouble.empty() : OptionalDouble.of((Double) item.convert(value));
        }
        return null;
    }

    /** A list's items, or those of an array of one dimension. */
    static List<?> items(Object value, String wanted) {
        if (value instanceof List<?> list) {
            return list;
        }
        if (value instanceof NdArray array && array.shape().length > 0) {
            ArrayConverters.checkRows(array, wanted);
            List<Object> items = new ArrayList<>();
            for (int i = 0; i < array.shape()[0]; i++) {
                items.add(array.shape().length == 1 ? array.item(i) : array.at(i));
            }
            return items;
        }
        throw ConversionException.mismatch(value, wanted);
    }

    private static List<Object> converted(List<?> items, Converter item) {
        List<Object> result = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            try {
                result.add(item.convert(items.get(i)));
            } catch (ConversionException e) {
                throw e.in("[" + i + "]");
            }
        }
        return result;
    }

    private static Map<Object, Object> toMap(Object value, Converter key, Converter item) {
        Map<Object, Object> result = new LinkedHashMap<>();
        Map<?, ?> dict = Scalars.is(Map.class, value, "a dict");
        dict.forEach((k, v) -> {
            int before = result.size();
            try {
                result.put(key.convert(k), item.convert(v));
            } catch (ConversionException e) {
                throw e.in(String.valueOf(k));
            }
            if (result.size() == before) {
                throw new ConversionException("the key '" + k + "' of the dict is there already, written otherwise");
            }
        });
        return result;
    }
}
