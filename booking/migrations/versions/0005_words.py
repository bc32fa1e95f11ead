"""For words of the house in six languages: what concerns and topics are called besides German."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('concern_text',
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('example', sa.String(length=120), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_concern_text_concern_id_concern')),
    sa.PrimaryKeyConstraint('concern_id', 'language', name=op.f('pk_concern_text'))
    )
    op.create_table('topic_text',
    sa.Column('topic_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['topic_id'], ['topic.id'], name=op.f('fk_topic_text_topic_id_topic')),
    sa.PrimaryKeyConstraint('topic_id', 'language', name=op.f('pk_topic_text'))
    )
