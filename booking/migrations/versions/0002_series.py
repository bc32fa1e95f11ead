"""Series: rules, what a calendar knows under one UID, requests, and slots set per Sprechstunde.

Every reservation of before becomes a series of one date.
"""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session

import booking.db
from booking.scheduling.walltime import to_wall

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

INSTANT = booking.db.UTCDateTime(timezone=True)


def upgrade() -> None:
    op.create_table('series',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('reservation_id', sa.String(length=24), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=120), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('wall_time', sa.Time(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('room_id', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(length=200), nullable=True),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['reservation_id'], ['reservation.id'], name=op.f('fk_series_reservation_id_reservation')),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_series_room_id_room')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_series')),
    sa.UniqueConstraint('reservation_id', 'position', name=op.f('uq_series_reservation_id_position')),
    sa.UniqueConstraint('uid', name=op.f('uq_series_uid'))
    )
    with op.batch_alter_table('consultation_hours', schema=None) as batch_op:
        batch_op.add_column(sa.Column('slot_minutes', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('buffer_minutes', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('notice_minutes', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('horizon_days', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('daily_cap', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('closed_at', booking.db.UTCDateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f('ix_consultation_hours_occurrence_id'), ['occurrence_id'], unique=False)

    with op.batch_alter_table('occurrence', schema=None) as batch_op:
        batch_op.add_column(sa.Column('series_id', sa.String(length=24), nullable=True))
        batch_op.add_column(sa.Column('planned_at', booking.db.UTCDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('own_time', sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column('own_room', sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column('own_title', sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column('own_public_title', sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column('reason', sa.String(length=300), nullable=True))
        batch_op.create_index('ix_occurrence_room_id_starts_at', ['room_id', 'starts_at'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_occurrence_series_id_series'), 'series', ['series_id'], ['id'])

    with op.batch_alter_table('reservation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('created_at', booking.db.UTCDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('changed_at', booking.db.UTCDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('account_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('people', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('needs', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('setup_minutes', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('cleanup_minutes', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('on_closure', sa.String(length=4), nullable=True))
        batch_op.add_column(sa.Column('decide_by', booking.db.UTCDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('answer', sa.String(length=300), nullable=True))
        batch_op.create_index(batch_op.f('ix_reservation_decide_by'), ['decide_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_reservation_provider_id'), ['provider_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_reservation_account_id_account'), 'account', ['account_id'], ['id'])

    with op.batch_alter_table('room', schema=None) as batch_op:
        batch_op.add_column(sa.Column('part_of_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_room_part_of_id_room'), 'room', ['part_of_id'], ['id'])

    # Found by bench: these were looked up row by row at a million appointments.
    for table, column in (
        ('appointment', 'hours_id'), ('appointment', 'person_id'),
        ('delivery', 'person_id'), ('delivery', 'appointment_id'), ('resource', 'lock_id'),
    ):
        op.create_index(op.f(f'ix_{table}_{column}'), table, [column], unique=False)

    _fill()
    with op.batch_alter_table('occurrence', schema=None) as batch_op:
        batch_op.alter_column('series_id', existing_type=sa.String(length=24), nullable=False)
        batch_op.alter_column('planned_at', existing_type=INSTANT, nullable=False)
        batch_op.alter_column('own_time', existing_type=sa.Boolean(), nullable=False)
        batch_op.alter_column('own_room', existing_type=sa.Boolean(), nullable=False)
    with op.batch_alter_table('reservation', schema=None) as batch_op:
        batch_op.alter_column('created_at', existing_type=INSTANT, nullable=False)
        batch_op.alter_column('changed_at', existing_type=INSTANT, nullable=False)
        batch_op.alter_column('needs', existing_type=sa.JSON(), nullable=False)
        batch_op.alter_column('setup_minutes', existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column('cleanup_minutes', existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column('on_closure', existing_type=sa.String(length=4), nullable=False)


def _fill() -> None:
    """Give each date of before the series it would have had; nothing before this revision repeats."""
    connection = op.get_bind()
    columns = {'starts_at': INSTANT, 'ends_at': INSTANT, 'recurrence_id': INSTANT}
    found = connection.execute(
        sa.text('SELECT id, reservation_id, room_id, starts_at, ends_at, recurrence_id FROM occurrence').columns(**columns)
    ).all()
    series = sa.table(
        'series', *(sa.column(name) for name in ('id', 'reservation_id', 'position', 'uid', 'minutes', 'room_id', 'sequence')),
        sa.column('first_day', sa.Date()), sa.column('wall_time', sa.Time()),
    )
    for row in found:
        wall = to_wall(row.recurrence_id)
        connection.execute(series.insert().values(
            id=row.id, reservation_id=row.reservation_id, position=0, uid=f'{uuid4()}@treffpunkt', sequence=0,
            minutes=(row.ends_at - row.starts_at).total_seconds() // 60, room_id=row.room_id,
            first_day=wall.date(), wall_time=wall.time(),
        ))
    connection.execute(sa.text(
        'UPDATE occurrence SET series_id = id, planned_at = recurrence_id, own_time = :no, own_room = :no'
    ).bindparams(sa.bindparam('no', False, sa.Boolean())))
    now = sa.bindparam('now', booking.db.database_now(Session(connection)), INSTANT)
    connection.execute(sa.text(
        "UPDATE reservation SET created_at = :now, changed_at = :now, needs = '[]', setup_minutes = 0, cleanup_minutes = 0, "
        "on_closure = 'skip'"
    ).bindparams(now))
