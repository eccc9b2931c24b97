"""The models of the client are those of the OpenAPI document."""

from deploy.client_models import PAGE, written
from tests.app.http.conftest import World


def test_the_models_are_what_the_document_states() -> None:
    made = written(World().service.openapi())
    assert PAGE.read_text(encoding="utf-8") == made, "run make client"
    assert "class Answer(BaseModel)" in made


def test_the_client_needs_nothing_of_the_service() -> None:
    for file in PAGE.parent.glob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert "from app" not in text, file
        assert "import app" not in text, file
