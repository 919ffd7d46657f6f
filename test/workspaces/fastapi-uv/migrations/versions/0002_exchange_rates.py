"""Exchange rates.

Revision ID: 0002
Revises: 0001
Create Date: 2025-07-03 08:30:12
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rates",
        sa.Column("currency", sa.String(3), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("rate", sa.Numeric(14, 6), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("rates")
