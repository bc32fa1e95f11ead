"""For closures and absences with many guests: what is on its way in, and how far it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import booking.db

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

INSTANT = booking.db.UTCDateTime(timezone=True)


def upgrade() -> None:
    op.create_table('entering_job',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=True),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('created_at', INSTANT, nullable=False),
    sa.Column('stage', sa.String(length=10), nullable=False),
    sa.Column('held', sa.JSON(), nullable=False),
    sa.Column('in_vain', sa.JSON(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('lease', sa.String(length=24), nullable=True),
    sa.Column('leased_until', INSTANT, nullable=True),
    sa.Column('entered_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_entering_job_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entering_job'))
    )
