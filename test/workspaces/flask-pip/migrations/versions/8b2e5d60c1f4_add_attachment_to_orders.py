"""Add an attachment to orders.

Revision ID: 8b2e5d60c1f4
Revises: 3f1c9a4d7b21
Create Date: 2025-06-02 15:40:37.902114
"""

import sqlalchemy as sa
from alembic import op

revision = "8b2e5d60c1f4"
down_revision = "3f1c9a4d7b21"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("orders", sa.Column("attachment", sa.String(255), nullable=True))


def downgrade():
    with op.batch_alter_table("orders") as batch:
        batch.drop_column("attachment")
