"""On a server, no entry gets into the log whose hash is not that of its contents."""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op
from tracker.store import guards

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the trigger. SQLite, which cannot take a hash, has nobody who may insert and not delete."""
    if op.get_context().dialect.name != "postgresql":
        return
    schema = op.get_bind().execute(sa.text("SELECT quote_ident(current_schema())")).scalar_one()
    trigger = guards.sealed(schema)
    # Where the schema was set back by hand, it stands already; `verify` and this would send each other in a circle.
    op.execute(f"DROP FUNCTION IF EXISTS {schema}.{trigger.name}() CASCADE")
    op.execute(trigger.function)
    op.execute(trigger.creation)


def downgrade() -> None:
    raise NotImplementedError("the log only goes forward: restore the copy that upgrade made")
