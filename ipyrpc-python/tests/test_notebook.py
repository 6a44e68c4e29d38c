"""The notebook under examples runs from top to bottom, in a real kernel."""

import os

import pytest
from conftest import EXAMPLES, Server, need

nbclient = need("nbclient")
need("ipykernel")
nbformat = need("nbformat")


@pytest.fixture(scope="module")
def notebook():
    server = Server("http://127.0.0.1:0", functions=EXAMPLES / "notebook" / "Shop.java")
    before = os.environ.get("IPYRPC_URL")
    os.environ["IPYRPC_URL"] = server.url
    try:
        read = nbformat.read(EXAMPLES / "notebook" / "tour.ipynb", as_version=4)
        client = nbclient.NotebookClient(
            read, timeout=90, kernel_name="python3", resources={"metadata": {"path": str(EXAMPLES / "notebook")}}
        )
        client.execute()
        yield read
    finally:
        server.stop()
        if before is None:
            del os.environ["IPYRPC_URL"]
        else:
            os.environ["IPYRPC_URL"] = before


def outputs(notebook, begin):
    """The outputs of the cell whose source has that."""
    (cell,) = [cell for cell in notebook.cells if cell.cell_type == "code" and begin in cell.source]
    return cell.outputs


def shown(notebook, begin, kind="text/plain"):
    return "".join(part.data.get(kind, "") for part in outputs(notebook, begin) if "data" in part)


def printed(notebook, begin):
    return "".join(part.text for part in outputs(notebook, begin) if part.output_type == "stream")


def test_the_client_is_a_table(notebook):
    html = shown(notebook, "ipyrpc.connect", "text/html")
    assert "<table>" in html and "linspace(start: float, stop: float, num: int = 50)" in html


def test_values_output_and_errors_are_in_their_cells(notebook):
    assert printed(notebook, "x = rpc.linspace") == "making 1000000 numbers\n"
    assert shown(notebook, "x = rpc.linspace").startswith("array([0.00")
    assert "<table" in shown(notebook, "df = rpc.load", "text/html")
    assert printed(notebook, 'rpc.load("purchases")').startswith("RemoteKeyError java.util.NoSuchElementException: there is")


def test_pointers_and_jobs_show_what_they_are(notebook):
    assert shown(notebook, "linspace.pointer").startswith("<Pointer to np.ndarray dtype=float64 shape=(1000000,) 7.63 MiB at")
    assert "epoch 5: slope" in printed(notebook, "model = job.result")
    assert shown(notebook, "model = job.result").startswith("{'base': ")
    assert "succeeded" in shown(notebook, "rpc.jobs()", "text/html")


def test_nothing_of_a_bar_is_left_and_no_cell_failed(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert not [part for part in cell.outputs if part.output_type == "error"]
    assert printed(notebook, "rpc.naturals.iter") == "0\n1\n2\n"


