"""Events of parcels.

Revision ID: 2f6d1c
Revises:
Create Date: 2025-02-18 11:20:45
"""

import sqlalchemy as sa
from alembic import op

revision = "2f6d1c"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("parcel", sa.String(20), nullable=False, index=True),
        sa.Column("place", sa.String(80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("events")
