"""For running the house: absences, closures that breathe, replacements, walk-ins, history, settings."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

import booking.db

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

INSTANT = booking.db.UTCDateTime(timezone=True)
SUBJECTS = ('entry', 'todo', 'appointment', 'reservation', 'hours')  # an entry's event may name an appointment too


def upgrade() -> None:
    _events()
    _columns()
    _tables()


def _events() -> None:
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('subject', sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column('actor', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('change', sa.String(length=24), nullable=True))
        batch_op.add_column(sa.Column('mail_after', INSTANT, nullable=True))
        batch_op.create_index(batch_op.f('ix_event_subject'), ['subject'])
        batch_op.create_index(batch_op.f('ix_event_change'), ['change'])
    _subjects()
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.add_column(sa.Column('event_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_delivery_event_id_event'), 'event', ['event_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_delivery_event_id'), ['event_id'])


def _subjects() -> None:
    """What the events so far are about, from the ids in them."""
    event = sa.table('event', sa.column('subject', sa.String), sa.column('payload', sa.JSON))
    for name in SUBJECTS:
        found = event.c.payload[f'{name}_id'].as_string()
        known = event.c.subject.is_(None) & found.is_not(None)
        op.execute(event.update().where(known).values(subject=sa.literal(f'{name}:').concat(found)))


def _columns() -> None:
    _add('room', sa.Column('retired_at', INSTANT, nullable=True))
    _add('provider', sa.Column('retired_at', INSTANT, nullable=True))
    _add('offer', sa.Column('retired_at', INSTANT, nullable=True))
    _add('adviser', sa.Column('retired_at', INSTANT, nullable=True))
    _add('account', sa.Column('invited_at', INSTANT, nullable=True))
    _add('sign_in', sa.Column('used_at', INSTANT, nullable=True), sa.Column('locked_at', INSTANT, nullable=True))
    _add(
        'api_token',
        sa.Column('name', sa.String(length=60), nullable=True),
        sa.Column('expires_at', INSTANT, nullable=True),
        sa.Column('revoked_at', INSTANT, nullable=True),
        sa.Column('used_on', sa.Date(), nullable=True),
    )
    _fill('api_token', 'name', sa.String(length=60), "''")
    _add(
        'closure',
        sa.Column('kind', sa.String(length=10), nullable=True),
        sa.Column('equipment', sa.String(length=40), nullable=True),
        sa.Column('created_at', INSTANT, nullable=True),
        sa.Column('withdrawn_at', INSTANT, nullable=True),
    )
    _fill('closure', 'kind', sa.String(length=10), "CASE WHEN room_id IS NULL THEN 'house' ELSE 'room' END")
    _add(
        'reservation',
        sa.Column('on_school_holiday', sa.String(length=4), nullable=True),
        sa.Column('seating', sa.String(length=20), nullable=True),
        sa.Column('key', sa.String(length=12), nullable=True),
    )
    _fill('reservation', 'on_school_holiday', sa.String(length=4), "'keep'")
    for table in ('occurrence', 'consultation_hours', 'appointment'):
        _add(table, sa.Column('asleep_by', sa.String(length=40), nullable=True))
        op.create_index(op.f(f'ix_{table}_asleep_by'), table, ['asleep_by'])
    with op.batch_alter_table('appointment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('came_by', sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column('taken_by', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_appointment_taken_by_account'), 'account', ['taken_by'], ['id'])
        batch_op.create_index(batch_op.f('ix_appointment_taken_by'), ['taken_by'])
    _fill('appointment', 'came_by', sa.String(length=10), "'online'")


def _tables() -> None:
    op.create_table('school_holiday',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('last', sa.Date(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.CheckConstraint('last >= first', name=op.f('ck_school_holiday_not_empty')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_school_holiday'))
    )
    op.create_table('setting',
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_setting'))
    )
    op.create_table('absence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('adviser_id', sa.Integer(), nullable=False),
    sa.Column('provider_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', INSTANT, nullable=False),
    sa.Column('ends_at', INSTANT, nullable=False),
    sa.Column('created_at', INSTANT, nullable=False),
    sa.Column('withdrawn_at', INSTANT, nullable=True),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_absence_not_empty')),
    sa.ForeignKeyConstraint(['adviser_id'], ['adviser.id'], name=op.f('fk_absence_adviser_id_adviser')),
    sa.ForeignKeyConstraint(['provider_id'], ['provider.id'], name=op.f('fk_absence_provider_id_provider')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absence'))
    )
    op.create_index('ix_absence_adviser_id_ends_at', 'absence', ['adviser_id', 'ends_at'])
    op.create_table('replacement',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('appointment_id', sa.String(length=24), nullable=False),
    sa.Column('cause', sa.String(length=40), nullable=False),
    sa.Column('created_at', INSTANT, nullable=False),
    sa.Column('answer_by', INSTANT, nullable=False),
    sa.Column('choices', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('answered_at', INSTANT, nullable=True),
    sa.ForeignKeyConstraint(['appointment_id'], ['appointment.id'], name=op.f('fk_replacement_appointment_id_appointment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_replacement'))
    )
    op.create_index('ix_replacement_state_answer_by', 'replacement', ['state', 'answer_by'])
    op.create_index(op.f('ix_replacement_appointment_id'), 'replacement', ['appointment_id'])
    op.create_index(op.f('ix_replacement_cause'), 'replacement', ['cause'])
    op.create_table('walk_in',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('hours_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('arrived_at', INSTANT, nullable=False),
    sa.Column('called_at', INSTANT, nullable=True),
    sa.Column('ended_at', INSTANT, nullable=True),
    sa.Column('outcome', sa.String(length=10), nullable=True),
    sa.ForeignKeyConstraint(['hours_id'], ['consultation_hours.id'], name=op.f('fk_walk_in_hours_id_consultation_hours')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_walk_in')),
    sa.UniqueConstraint('day', 'number', name=op.f('uq_walk_in_day_number'))
    )
    op.create_index('ix_walk_in_hours_id_ended_at', 'walk_in', ['hours_id', 'ended_at'])


def _add(table: str, *columns: sa.Column[Any]) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for column in columns:
            batch_op.add_column(column)


def _fill(table: str, column: str, kind: sa.types.TypeEngine[Any], value: str) -> None:
    op.execute(sa.text(f'UPDATE {table} SET {column} = {value}'))
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.alter_column(column, existing_type=kind, nullable=False)
