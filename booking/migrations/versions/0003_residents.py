"""For residents: to-dos of the house, the waiting list, unmet demand, and people who turn to the house itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import booking.db

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

INSTANT = booking.db.UTCDateTime(timezone=True)


def upgrade() -> None:
    _columns()
    op.create_table('reading',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.String(length=24), nullable=False),
    sa.Column('why', sa.String(length=20), nullable=False),
    sa.Column('at', INSTANT, nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_reading_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reading'))
    )
    op.create_index(op.f('ix_reading_person_id'), 'reading', ['person_id'])
    op.create_index(op.f('ix_reading_at'), 'reading', ['at'])

    op.create_table('unmet_demand',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_unmet_demand_offer_id_offer')),
    sa.PrimaryKeyConstraint('day', 'offer_id', 'reason', name=op.f('pk_unmet_demand'))
    )

    op.create_table('waiting_entry',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('provider_id', sa.Integer(), nullable=False),
    sa.Column('created_at', INSTANT, nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('weekdays', sa.JSON(), nullable=False),
    sa.Column('half', sa.String(length=10), nullable=False),
    sa.Column('party_size', sa.Integer(), nullable=False),
    sa.Column('adviser_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.String(length=24), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('appointment_id', sa.String(length=24), nullable=True),
    sa.Column('offered_at', INSTANT, nullable=True),
    sa.Column('answer_by', INSTANT, nullable=True),
    sa.Column('offers_made', sa.Integer(), nullable=False),
    sa.Column('offers_gone', sa.Integer(), nullable=False),
    sa.Column('passed', sa.JSON(), nullable=False),
    sa.Column('ended_at', INSTANT, nullable=True),
    sa.CheckConstraint('party_size > 0', name=op.f('ck_waiting_entry_somebody_comes')),
    sa.ForeignKeyConstraint(['adviser_id'], ['adviser.id'], name=op.f('fk_waiting_entry_adviser_id_adviser')),
    sa.ForeignKeyConstraint(['appointment_id'], ['appointment.id'], name=op.f('fk_waiting_entry_appointment_id_appointment')),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_waiting_entry_offer_id_offer')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_waiting_entry_person_id_person')),
    sa.ForeignKeyConstraint(['provider_id'], ['provider.id'], name=op.f('fk_waiting_entry_provider_id_provider')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_waiting_entry'))
    )
    op.create_index('ix_waiting_entry_state_offer_id', 'waiting_entry', ['state', 'offer_id'])
    op.create_index(op.f('ix_waiting_entry_person_id'), 'waiting_entry', ['person_id'])
    op.create_index(op.f('ix_waiting_entry_appointment_id'), 'waiting_entry', ['appointment_id'])

    op.create_table('todo',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('dedup_key', sa.String(length=120), nullable=False),
    sa.Column('created_at', INSTANT, nullable=False),
    sa.Column('due_at', INSTANT, nullable=False),
    sa.Column('provider_id', sa.Integer(), nullable=True),
    sa.Column('final_at', INSTANT, nullable=True),
    sa.Column('person_id', sa.String(length=24), nullable=True),
    sa.Column('appointment_id', sa.String(length=24), nullable=True),
    sa.Column('waiting_id', sa.String(length=24), nullable=True),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=True),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('interim_at', INSTANT, nullable=True),
    sa.Column('done_at', INSTANT, nullable=True),
    sa.Column('outcome', sa.String(length=20), nullable=True),
    sa.ForeignKeyConstraint(['appointment_id'], ['appointment.id'], name=op.f('fk_todo_appointment_id_appointment')),
    sa.ForeignKeyConstraint(['owner_id'], ['account.id'], name=op.f('fk_todo_owner_id_account')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_todo_person_id_person')),
    sa.ForeignKeyConstraint(['provider_id'], ['provider.id'], name=op.f('fk_todo_provider_id_provider')),
    sa.ForeignKeyConstraint(['waiting_id'], ['waiting_entry.id'], name=op.f('fk_todo_waiting_id_waiting_entry')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_todo')),
    sa.UniqueConstraint('dedup_key', name=op.f('uq_todo_dedup_key'))
    )
    op.create_index('ix_todo_done_at_due_at', 'todo', ['done_at', 'due_at'])
    for column in ('provider_id', 'person_id', 'appointment_id', 'waiting_id'):
        op.create_index(op.f(f'ix_todo_{column}'), 'todo', [column])


def _columns() -> None:
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.alter_column('provider_id', existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column('mailbox_key', sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f('ix_person_mailbox_key'), ['mailbox_key'], unique=False)
        batch_op.add_column(sa.Column('phone_key', sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f('ix_person_phone_key'), ['phone_key'], unique=False)
    with op.batch_alter_table('offer_text', schema=None) as batch_op:
        batch_op.alter_column('language', existing_type=sa.String(length=5), type_=sa.String(length=12), existing_nullable=False)
    for table, column in (('provider', 'house_calls'), ('offer', 'confirm_by_mail')):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column(column, sa.Boolean(), nullable=True))
        op.execute(sa.text(f'UPDATE {table} SET {column} = :no').bindparams(sa.bindparam('no', False, sa.Boolean())))
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(column, existing_type=sa.Boolean(), nullable=False)
    with op.batch_alter_table('appointment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('filters', sa.JSON(), nullable=True))
    with op.batch_alter_table('adviser', schema=None) as batch_op:
        batch_op.add_column(sa.Column('languages', sa.String(length=60), nullable=True))
    op.execute(sa.text("UPDATE adviser SET languages = ''"))
    with op.batch_alter_table('adviser', schema=None) as batch_op:
        batch_op.alter_column('languages', existing_type=sa.String(length=60), nullable=False)
