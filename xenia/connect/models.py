"""Tables of connect: sources, mappings, uploads, runs, quarantine, and the serving projection of guests and bookings."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id


def _down(to: str, **options: object) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(to, on_delete=models.PROTECT, related_name="+", **options)  # type: ignore[arg-type]


class Source(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = _down("trust.Unit")
    code = models.SlugField(unique=True, max_length=64)
    name = models.TextField()
    kind = models.CharField(max_length=16)
    owner = models.TextField(blank=True)
    time_zone = models.TextField()
    currency = models.CharField(max_length=3)
    phone_region = models.CharField(max_length=2)
    legal_basis = models.CharField(max_length=32)
    bad_share_max = models.FloatField(default=0.2)
    location_sealed = models.BinaryField(null=True)
    cursor_column = models.TextField(blank=True)
    cursor_value = models.TextField(blank=True)
    every_minutes = models.PositiveIntegerField(null=True)
    pulled_at = models.DateTimeField(null=True)
    pull_message = models.JSONField(null=True)
    created_at = models.DateTimeField()


class PushKey(models.Model):
    """A machine's key for one source: hashed, shown once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key_hash = models.BinaryField(unique=True, max_length=32)
    source = _down("connect.Source")
    name = models.TextField()
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Mapping(models.Model):
    """One version of how a source's file becomes canonical records. Never edited: a change is the next version."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = _down("connect.Source")
    name = models.TextField()
    version = models.PositiveIntegerField()
    document = models.JSONField()
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "name", "version"], name="mapping_version_once")]


class Upload(models.Model):
    """A file as it came, sealed on disk under its id until it expires."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = _down("connect.Source")
    file_name = models.TextField()
    size_bytes = models.BigIntegerField()
    sha256 = models.BinaryField(max_length=32)
    as_of = models.DateTimeField(null=True)
    shape = models.JSONField(null=True)
    sample_sealed = models.BinaryField(null=True)
    options = models.JSONField(default=dict)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)


class PulledFile(models.Model):
    """A file of a watched folder as it was last seen: waiting for a second look, taken as an upload, or unreadable."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = _down("connect.Source")
    path = models.TextField()
    fingerprint = models.TextField()
    size_bytes = models.BigIntegerField()
    modified_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    upload = _down("connect.Upload", null=True)
    message = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "path"], name="pulled_file_once")]


class Run(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = _down("connect.Source")
    upload = _down("connect.Upload")
    mapping = _down("connect.Mapping")
    replay_of = models.UUIDField(null=True)
    state = models.CharField(max_length=16)
    is_dry = models.BooleanField(default=False)
    cancel_asked = models.BooleanField(default=False)
    read = models.BigIntegerField(default=0)
    new = models.BigIntegerField(default=0)
    changed = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    duplicate = models.BigIntegerField(default=0)
    late = models.BigIntegerField(default=0)
    quarantined = models.BigIntegerField(default=0)
    chunk = models.IntegerField(default=0)
    row_position = models.BigIntegerField(default=0)
    rows_seen = models.BigIntegerField(default=0)
    bytes_read = models.BigIntegerField(default=0)
    records = models.JSONField(default=dict)
    message = models.JSONField(null=True)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["source", "created_at"], name="run_of_source")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    read=models.F("new")
                    + models.F("changed")
                    + models.F("unchanged")
                    + models.F("duplicate")
                    + models.F("late")
                    + models.F("quarantined")
                ),
                name="run_counts_add_up",
            )
        ]


class QuarantinedRow(models.Model):
    """A row that broke the contract: its values sealed, its faults clear (field, column, rule)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = _down("connect.Run")
    source = _down("connect.Source")
    row_number = models.BigIntegerField()
    faults = models.JSONField()
    rules = ArrayField(models.TextField())
    row_sealed = models.BinaryField()
    state = models.CharField(max_length=16, default="waiting")
    replay_run = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "row_number"], name="quarantine_row_once")]
        indexes = [models.Index(fields=["source", "state", "id"], name="quarantine_open")]


class GuestRecord(models.Model):
    """A person as one source knows them; never merged here. Contact values, documents and birth date are sealed."""

    record_id = models.UUIDField(primary_key=True)
    source = _down("connect.Source", db_index=False)  # `guest_record_key_once` begins with it
    unit_id = models.UUIDField()
    key_index = models.BinaryField(max_length=16)
    source_key = models.TextField(blank=True)
    name = models.TextField(blank=True)
    surname = models.TextField(blank=True)
    given_name = models.TextField(blank=True)
    name_latin = models.TextField(blank=True)
    name_pinyin = models.TextField(blank=True)
    gender = models.CharField(max_length=16, blank=True)
    language = models.TextField(blank=True)
    nationality = models.CharField(max_length=2, blank=True)
    province = models.TextField(blank=True)
    city = models.TextField(blank=True)
    company = models.TextField(blank=True)
    membership_number = models.TextField(blank=True)
    membership_tier = models.TextField(blank=True)
    vip = models.BooleanField(default=False)
    tags = ArrayField(models.TextField(), default=list)
    attributes = models.JSONField(default=dict)
    phone_sealed = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True, max_length=16)
    phone_tail_index = models.BinaryField(null=True, max_length=16)
    email_sealed = models.BinaryField(null=True)
    email_index = models.BinaryField(null=True, max_length=16)
    wechat_sealed = models.BinaryField(null=True)
    birth_date_sealed = models.BinaryField(null=True)
    birth_month_day = models.CharField(max_length=5, blank=True)
    document_sealed = models.BinaryField(null=True)
    document_index = models.BinaryField(null=True, max_length=16)
    address_sealed = models.BinaryField(null=True)
    content_hash = models.BinaryField(max_length=16)
    order_at = models.DateTimeField()
    run_id = models.UUIDField()
    row_number = models.BigIntegerField()
    first_seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key_index"], name="guest_record_key_once")]
        indexes = [
            models.Index(fields=["phone_index"], name="guest_phone", condition=Q(phone_index__isnull=False)),
            models.Index(fields=["phone_tail_index"], name="guest_phone_tail", condition=Q(phone_tail_index__isnull=False)),
            models.Index(fields=["email_index"], name="guest_email", condition=Q(email_index__isnull=False)),
            models.Index(fields=["document_index"], name="guest_document", condition=Q(document_index__isnull=False)),
            models.Index(fields=["source_key"], name="guest_source_key"),
            models.Index(fields=["birth_month_day"], name="guest_birth_month_day"),
            models.Index(fields=["run_id", "record_id"], name="guest_run"),
            models.Index(fields=["unit_id", "record_id"], name="guest_unit_page"),
            GinIndex(fields=["name", "name_latin", "name_pinyin"], opclasses=["gin_trgm_ops"] * 3, name="guest_names"),
        ]


class GuestUnit(models.Model):
    """A unit below the source's own in which the person has a booking, and whose people may therefore see them."""

    record_id = models.UUIDField()
    unit_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit_id", "record_id"], name="guest_unit_once")]
        indexes = [models.Index(fields=["record_id"], name="guest_unit_record")]


class Booking(models.Model):
    """The current version of each booking; every version is in the lake."""

    booking_id = models.UUIDField(primary_key=True)
    source = _down("connect.Source", db_index=False)  # `booking_key` begins with it
    unit_id = models.UUIDField()
    booking_key = models.TextField()
    line = models.CharField(max_length=16)
    status = models.CharField(max_length=16)
    channel = models.TextField(blank=True)
    booked_at = models.DateTimeField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    cancelled_on = models.DateField(null=True)
    destination_city = models.TextField(blank=True)
    destination_country = models.TextField(blank=True)
    property = models.TextField(blank=True)
    total_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    adults = models.IntegerField(null=True)
    children = models.IntegerField(null=True)
    rooms = models.IntegerField(null=True)
    nights = models.IntegerField(null=True)
    booker_id = models.UUIDField(null=True)
    payer_id = models.UUIDField(null=True)
    traveller_ids = ArrayField(models.UUIDField(), default=list)
    content_hash = models.BinaryField(max_length=16)
    order_at = models.DateTimeField()
    run_id = models.UUIDField()
    row_number = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["source", "booking_key"], name="booking_key"),
            models.Index(fields=["booked_at", "booking_id"], name="booking_newest"),
            models.Index(fields=["starts_on"], name="booking_starts"),
            models.Index(fields=["run_id"], name="booking_run"),
            models.Index(fields=["unit_id", "booked_at", "booking_id"], name="booking_unit_newest"),
            models.Index(fields=["payer_id"], name="booking_payer", condition=Q(payer_id__isnull=False)),
            models.Index(fields=["booker_id"], name="booking_booker", condition=Q(booker_id__isnull=False)),
            GinIndex(fields=["traveller_ids"], name="booking_travellers"),
        ]


class Place(models.Model):
    """The name of a property, product or place by its source's code. `order_at` is 1970 where only bookings have told it so far."""

    source = _down("connect.Source")
    place_key = models.TextField()
    name = models.TextField()
    name_en = models.TextField(blank=True)
    content_hash = models.BinaryField(max_length=16)
    order_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place_key", "source"], name="place_once")]
