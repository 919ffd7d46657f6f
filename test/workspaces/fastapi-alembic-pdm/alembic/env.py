"""Alembic environment."""

from alembic import context
from sqlalchemy import create_engine

from app.database import database_url
from app.models import Base

engine = create_engine(database_url())
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
