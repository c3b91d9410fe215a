"""The product on this machine, as a backup or a restore sees it."""

from xenia import wiring
from xenia.host.backup.making import Product
from xenia.host.backup.manifest import Manifest
from xenia.kernel.actor import product_actor
from xenia.lake.engine import default_lake
from xenia.settings import ENV
from xenia.trust.actions.audit import record


def product_here() -> Product:
    """Where everything lies that must be kept."""
    return Product(ENV.home, default_lake(), ENV.key_file, wiring.SEALED.folders)


def record_backup(manifest: Manifest, url: str) -> None:
    """Leaves an entry in the audit log; not where the database was started for the backup alone on another port than the settings know."""
    if url == ENV.database_url:
        details = {"files": len(manifest.files), "bytes": manifest.size, "with_master_key": manifest.has_master_key}
        record(product_actor("xenia backup"), "backup.made", details=details, now=manifest.made_at)
