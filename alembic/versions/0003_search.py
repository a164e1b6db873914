"""The full-text index over claims, statements, sources and articles, filled from the log."""

from __future__ import annotations

from alembic import op
from tracker.store import search
from tracker.store.database import CoreSession

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for text in search.SCHEMA:
        op.execute(text)
    search.refill(CoreSession(op.get_bind()))


def downgrade() -> None:
    raise NotImplementedError("the log only goes forward: restore the copy that upgrade made")
