"""No reading is kept any more: the table that held some goes."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop the table. It may be gone where somebody has set the schema of a database back."""
    op.drop_table("reading", if_exists=True)


def downgrade() -> None:
    raise NotImplementedError("the log only goes forward: restore the copy that upgrade made")
