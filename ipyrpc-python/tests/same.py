"""Whether two values are the same to numpy and pandas, dtypes and all."""

import numpy as np
import pandas as pd


def assert_same(expected, actual, byte_order=True):
    """Compares deeply; without ``byte_order`` the order of an array's bytes may differ."""
    if isinstance(expected, np.ndarray):
        assert isinstance(actual, np.ndarray), type(actual)
        assert actual.shape == expected.shape
        if byte_order:
            assert actual.dtype == expected.dtype
        else:
            assert actual.dtype.newbyteorder("=") == expected.dtype.newbyteorder("=")
        if expected.dtype.names:  # numpy takes NaNs inside of records for different
            for name in expected.dtype.names:
                assert_same(expected[name], actual[name], byte_order)
        elif expected.dtype == object:
            assert_same(expected.tolist(), actual.tolist(), byte_order)
        else:
            np.testing.assert_array_equal(actual, expected)
            if expected.dtype.kind in "fc":  # -0.0 and 0.0 are equal to numpy, and NaNs all alike
                np.testing.assert_array_equal(np.signbit(actual.real), np.signbit(expected.real))
    elif isinstance(expected, pd.DataFrame):
        pd.testing.assert_frame_equal(actual, expected, check_freq=False, check_column_type=False, check_exact=True)
    elif isinstance(expected, pd.Series):
        pd.testing.assert_series_equal(actual, expected, check_freq=False, check_exact=True)
    elif isinstance(expected, (list, tuple)):
        assert isinstance(actual, (list, tuple)) and len(actual) == len(expected), (expected, actual)
        for one, other in zip(expected, actual):
            assert_same(one, other, byte_order)
    elif isinstance(expected, dict):
        assert list(actual) == list(expected)
        for key, value in expected.items():
            assert_same(value, actual[key], byte_order)
    elif isinstance(expected, float) and expected != expected:
        assert actual != actual
    else:
        assert type(actual) is type(expected), (expected, actual)
        assert actual == expected
