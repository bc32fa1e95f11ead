"""The first shape."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import booking.db
from booking.occupancy import guards

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('capability',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('subject', sa.String(length=40), nullable=False),
    sa.Column('created_at', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('expires_at', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_capability'))
    )
    with op.batch_alter_table('capability', schema=None) as batch_op:
        batch_op.create_index('ix_capability_subject', ['subject'], unique=False)

    op.create_table('concern',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('example', sa.String(length=120), nullable=False),
    sa.Column('pictogram', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_concern')),
    sa.UniqueConstraint('slug', name=op.f('uq_concern_slug'))
    )
    op.create_table('event',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('type', sa.String(length=60), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('occurred_at', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('position', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event')),
    sa.UniqueConstraint('position', name=op.f('uq_event_position'))
    )
    op.create_table('opening_hours',
    sa.Column('weekday', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('opens', sa.Time(), nullable=False),
    sa.Column('closes', sa.Time(), nullable=False),
    sa.CheckConstraint('closes > opens', name=op.f('ck_opening_hours_not_empty')),
    sa.PrimaryKeyConstraint('weekday', name=op.f('pk_opening_hours'))
    )
    op.create_table('provider',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('privacy_law', sa.String(length=10), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_provider')),
    sa.UniqueConstraint('slug', name=op.f('uq_provider_slug'))
    )
    op.create_table('remembered_answer',
    sa.Column('key_hash', sa.String(length=64), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key_hash', name=op.f('pk_remembered_answer'))
    )
    with op.batch_alter_table('remembered_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_remembered_answer_created_at'), ['created_at'], unique=False)

    op.create_table('resource',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('lock_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['lock_id'], ['resource.id'], name=op.f('fk_resource_lock_id_resource')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_resource')),
    sa.UniqueConstraint('kind', 'name', name=op.f('uq_resource_kind_name'))
    )
    op.create_table('room',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('number', sa.String(length=6), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('access', sa.String(length=12), nullable=False),
    sa.Column('floor', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('seating', sa.JSON(), nullable=False),
    sa.Column('equipment', sa.JSON(), nullable=False),
    sa.Column('confidential', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_room')),
    sa.UniqueConstraint('slug', name=op.f('uq_room_slug'))
    )
    op.create_table('topic',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_topic')),
    sa.UniqueConstraint('slug', name=op.f('uq_topic_slug'))
    )
    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('role', sa.String(length=12), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('provider_id', sa.Integer(), nullable=True),
    sa.Column('totp_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('totp_step', sa.Integer(), nullable=True),
    sa.Column('disabled_at', booking.db.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['provider_id'], ['provider.id'], name=op.f('fk_account_provider_id_provider')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('email', name=op.f('uq_account_email'))
    )
    op.create_table('busy_time',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('resource_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('ends_at', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('owner', sa.String(length=60), nullable=False),
    sa.Column('expires_at', booking.db.UTCDateTime(timezone=True), nullable=True),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_busy_time_not_empty')),
    sa.ForeignKeyConstraint(['resource_id'], ['resource.id'], name=op.f('fk_busy_time_resource_id_resource')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_busy_time'))
    )
    with op.batch_alter_table('busy_time', schema=None) as batch_op:
        batch_op.create_index('ix_busy_time_owner', ['owner'], unique=False)
        batch_op.create_index('ix_busy_time_resource_id_ends_at', ['resource_id', 'ends_at'], unique=False)

    op.create_table('closure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('starts_at', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('ends_at', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('room_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_closure_not_empty')),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_closure_room_id_room')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_closure'))
    )
    with op.batch_alter_table('closure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_closure_starts_at'), ['starts_at'], unique=False)

    op.create_table('offer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('provider_id', sa.Integer(), nullable=False),
    sa.Column('offer_class', sa.String(length=2), nullable=False),
    sa.Column('mode', sa.String(length=12), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('duration_minutes', sa.Integer(), nullable=False),
    sa.Column('buffer_minutes', sa.Integer(), nullable=False),
    sa.Column('notice_minutes', sa.Integer(), nullable=False),
    sa.Column('horizon_days', sa.Integer(), nullable=False),
    sa.Column('daily_cap', sa.Integer(), nullable=True),
    sa.Column('confidential', sa.Boolean(), nullable=False),
    sa.Column('languages', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['provider_id'], ['provider.id'], name=op.f('fk_offer_provider_id_provider')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer')),
    sa.UniqueConstraint('slug', name=op.f('uq_offer_slug'))
    )
    op.create_table('parked_reaction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reaction', sa.String(length=120), nullable=False),
    sa.Column('error', sa.Text(), nullable=False),
    sa.Column('parked_at', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_parked_reaction_event_id_event')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_parked_reaction'))
    )
    op.create_table('person',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('provider_id', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('erase_on', sa.Date(), nullable=False),
    sa.Column('needs_until', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['provider_id'], ['provider.id'], name=op.f('fk_person_provider_id_provider')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person'))
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_erase_on'), ['erase_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_needs_until'), ['needs_until'], unique=False)

    op.create_table('reservation',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('provider_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('public_title', sa.String(length=120), nullable=True),
    sa.ForeignKeyConstraint(['provider_id'], ['provider.id'], name=op.f('fk_reservation_provider_id_provider')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reservation'))
    )
    op.create_table('room_part',
    sa.Column('room_id', sa.Integer(), nullable=False),
    sa.Column('resource_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['resource_id'], ['resource.id'], name=op.f('fk_room_part_resource_id_resource')),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_room_part_room_id_room')),
    sa.PrimaryKeyConstraint('room_id', 'resource_id', name=op.f('pk_room_part'))
    )
    op.create_table('adviser',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('provider_id', sa.Integer(), nullable=False),
    sa.Column('resource_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_adviser_account_id_account')),
    sa.ForeignKeyConstraint(['provider_id'], ['provider.id'], name=op.f('fk_adviser_provider_id_provider')),
    sa.ForeignKeyConstraint(['resource_id'], ['resource.id'], name=op.f('fk_adviser_resource_id_resource')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_adviser')),
    sa.UniqueConstraint('slug', name=op.f('uq_adviser_slug'))
    )
    op.create_table('api_token',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('created_at', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_api_token_account_id_account')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_api_token'))
    )
    op.create_table('occurrence',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('reservation_id', sa.String(length=24), nullable=False),
    sa.Column('recurrence_id', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('room_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('ends_at', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_occurrence_not_empty')),
    sa.ForeignKeyConstraint(['reservation_id'], ['reservation.id'], name=op.f('fk_occurrence_reservation_id_reservation')),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_occurrence_room_id_room')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_occurrence')),
    sa.UniqueConstraint('reservation_id', 'recurrence_id', name=op.f('uq_occurrence_reservation_id_recurrence_id'))
    )
    with op.batch_alter_table('occurrence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_occurrence_starts_at'), ['starts_at'], unique=False)

    op.create_table('offer_concern',
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_offer_concern_concern_id_concern')),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_offer_concern_offer_id_offer')),
    sa.PrimaryKeyConstraint('offer_id', 'concern_id', name=op.f('pk_offer_concern'))
    )
    op.create_table('offer_text',
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('public_word', sa.String(length=60), nullable=False),
    sa.Column('for_whom', sa.Text(), nullable=False),
    sa.Column('bring', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_offer_text_offer_id_offer')),
    sa.PrimaryKeyConstraint('offer_id', 'language', name=op.f('pk_offer_text'))
    )
    op.create_table('offer_topic',
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('topic_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_offer_topic_offer_id_offer')),
    sa.ForeignKeyConstraint(['topic_id'], ['topic.id'], name=op.f('fk_offer_topic_topic_id_topic')),
    sa.PrimaryKeyConstraint('offer_id', 'topic_id', name=op.f('pk_offer_topic'))
    )
    op.create_table('sign_in',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('started_at', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('seen_at', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_sign_in_account_id_account')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_sign_in'))
    )
    op.create_table('consultation_hours',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('adviser_id', sa.Integer(), nullable=False),
    sa.Column('provider_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('ends_at', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('mode', sa.String(length=10), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('occurrence_id', sa.String(length=24), nullable=True),
    sa.Column('room_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_consultation_hours_not_empty')),
    sa.CheckConstraint('seats > 0', name=op.f('ck_consultation_hours_has_seats')),
    sa.ForeignKeyConstraint(['adviser_id'], ['adviser.id'], name=op.f('fk_consultation_hours_adviser_id_adviser')),
    sa.ForeignKeyConstraint(['occurrence_id'], ['occurrence.id'], name=op.f('fk_consultation_hours_occurrence_id_occurrence')),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_consultation_hours_offer_id_offer')),
    sa.ForeignKeyConstraint(['provider_id'], ['provider.id'], name=op.f('fk_consultation_hours_provider_id_provider')),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_consultation_hours_room_id_room')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultation_hours'))
    )
    with op.batch_alter_table('consultation_hours', schema=None) as batch_op:
        batch_op.create_index('ix_consultation_hours_offer_id_ends_at', ['offer_id', 'ends_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_consultation_hours_starts_at'), ['starts_at'], unique=False)

    op.create_table('appointment',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('uid', sa.String(length=120), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('provider_id', sa.Integer(), nullable=False),
    sa.Column('hours_id', sa.Integer(), nullable=False),
    sa.Column('adviser_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('ends_at', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('created_at', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('room_id', sa.Integer(), nullable=True),
    sa.Column('own_room', sa.Boolean(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.String(length=24), nullable=True),
    sa.Column('hold_expires_at', booking.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('booked_at', booking.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('cancelled_at', booking.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('cancelled_by', sa.String(length=10), nullable=True),
    sa.Column('attended_at', booking.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('reminders_on', sa.Boolean(), nullable=False),
    sa.Column('adviser_wish', sa.Boolean(), nullable=False),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_appointment_not_empty')),
    sa.ForeignKeyConstraint(['adviser_id'], ['adviser.id'], name=op.f('fk_appointment_adviser_id_adviser')),
    sa.ForeignKeyConstraint(['hours_id'], ['consultation_hours.id'], name=op.f('fk_appointment_hours_id_consultation_hours')),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_appointment_offer_id_offer')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_appointment_person_id_person')),
    sa.ForeignKeyConstraint(['provider_id'], ['provider.id'], name=op.f('fk_appointment_provider_id_provider')),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_appointment_room_id_room')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appointment')),
    sa.UniqueConstraint('code', name=op.f('uq_appointment_code')),
    sa.UniqueConstraint('uid', name=op.f('uq_appointment_uid'))
    )
    with op.batch_alter_table('appointment', schema=None) as batch_op:
        batch_op.create_index('ix_appointment_adviser_id_starts_at', ['adviser_id', 'starts_at'], unique=False)
        batch_op.create_index('ix_appointment_status_starts_at', ['status', 'starts_at'], unique=False)

    op.create_table('delivery',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=24), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('dedup_key', sa.String(length=120), nullable=False),
    sa.Column('order_key', sa.String(length=80), nullable=False),
    sa.Column('message_id', sa.String(length=160), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=True),
    sa.Column('created_at', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('next_attempt_at', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('valid_until', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.String(length=24), nullable=True),
    sa.Column('appointment_id', sa.String(length=24), nullable=True),
    sa.Column('fate', sa.String(length=10), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('lease', sa.String(length=24), nullable=True),
    sa.Column('lease_until', booking.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('error', sa.String(length=60), nullable=True),
    sa.Column('sent_at', booking.db.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['appointment_id'], ['appointment.id'], name=op.f('fk_delivery_appointment_id_appointment')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_delivery_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delivery')),
    sa.UniqueConstraint('dedup_key', name=op.f('uq_delivery_dedup_key')),
    sa.UniqueConstraint('message_id', name=op.f('uq_delivery_message_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_delivery_public_id'))
    )
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.create_index('ix_delivery_fate_next_attempt_at', ['fate', 'next_attempt_at'], unique=False)
        batch_op.create_index('ix_delivery_order_key', ['order_key'], unique=False)

    op.create_table('reminder',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('appointment_id', sa.String(length=24), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('due_at', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('valid_until', booking.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.ForeignKeyConstraint(['appointment_id'], ['appointment.id'], name=op.f('fk_reminder_appointment_id_appointment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder')),
    sa.UniqueConstraint('appointment_id', 'kind', 'sequence', name=op.f('uq_reminder_appointment_id_kind_sequence'))
    )
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.create_index('ix_reminder_state_due_at', ['state', 'due_at'], unique=False)
    guards.install(op.get_bind())
