"""Tables of trust: units, roles, users, one-time links."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from xenia.kernel.ids import new_id


class Unit(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(unique=True)
    name_zh = models.TextField()
    name_en = models.TextField()
    kind = models.CharField(max_length=16)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="unit_is_not_its_own_parent"),
            models.UniqueConstraint(models.F("kind"), condition=Q(parent__isnull=True), name="unit_one_root_of_a_kind"),
        ]


class Role(models.Model):
    code = models.SlugField(primary_key=True)
    name_zh = models.TextField()
    name_en = models.TextField()
    permissions = ArrayField(models.TextField())
    clear_fields = ArrayField(models.TextField(), default=list)
    demands_mfa = models.BooleanField(default=False)


class User(AbstractBaseUser):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField()
    name = models.TextField()
    title = models.TextField(blank=True)
    language = models.CharField(max_length=8, default="zh-CN")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True)
    approver_until = models.DateTimeField(null=True)
    roles = models.ManyToManyField(Role, related_name="+")
    units = models.ManyToManyField(Unit, related_name="+")

    objects = BaseUserManager()
    USERNAME_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]


class SetupLink(models.Model):
    """The hash of a one-time link; the link itself is shown once and never stored."""

    token_hash = models.BinaryField(primary_key=True, max_length=32)
    valid_until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class PersonLink(models.Model):
    """The hash of a link by which one person chooses a password, once; `kind` is invitation or reset. The link itself is never stored."""

    token_hash = models.BinaryField(primary_key=True, max_length=32)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    valid_until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
