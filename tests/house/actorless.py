"""Which public functions take no actor, and why; the house test compares this with the code.

The first two groups may be called from the web. What serves the module's own actions and the worker may not: whoever comes by HTTP would
come past the permission.
"""

BEFORE_ANYONE = frozenset(
    {
        "xenia.connect.actions.push.receive_records",
        "xenia.trust.actions.encryption.ensure_check",
        "xenia.trust.actions.invitations.use_link",
        "xenia.trust.actions.keys.enter_with_key",
        "xenia.trust.actions.people.create_first_administrator",
        "xenia.trust.actions.people.create_first_administrator_link",
        "xenia.trust.actions.people.create_foundations",
        "xenia.trust.actions.purposes.create_first_purposes",
        "xenia.trust.actions.sign_in.forget_factor_secret",
        "xenia.trust.actions.sign_in.open_factor_secret",
        "xenia.trust.actions.sign_in.record_sign_in",
        "xenia.trust.actions.sign_in.seal_factor_secret",
        "xenia.trust.queries.encryption.is_of_this_database",
        "xenia.trust.queries.people.find_user_id",
        "xenia.trust.queries.people.get_actor",
        "xenia.trust.queries.people.get_link",
        "xenia.trust.queries.people.has_people",
        "xenia.trust.queries.people.is_setup_link_open",
        "xenia.trust.queries.sign_in.demands_second_factor",
        "xenia.trust.queries.sign_in.find_active_user",
    }
)
"""Signing in, keys, one-time links and the first start: these decide who the actor is, or make the first one."""
TELLS_NOTHING = frozenset(
    {
        "xenia.connect.queries.sources.find_preset",
        "xenia.connect.queries.uploads.fault_view",
        "xenia.trust.actions.encryption.subject_of",
        "xenia.trust.actions.export_entries.subject_of",
        "xenia.trust.actions.exports.exporter_of",
        "xenia.trust.actions.requests.subject_of",
        "xenia.trust.queries.exports.get_policy",
        "xenia.trust.queries.people.get_company",
        "xenia.trust.queries.people.get_person",
        "xenia.trust.queries.policies.rights_policy",
        "xenia.trust.queries.roles.list_permissions",
        "xenia.trust.queries.requests.number_of",
        "xenia.trust.queries.retention.days_kept",
    }
)
"""Pure, or what whoever is signed in may know: no row about a guest, a booking or a colleague's work."""
INSIDE = frozenset(
    {
        "xenia.connect.actions.chunks.append_facts",
        "xenia.connect.actions.chunks.mapped_batches",
        "xenia.connect.actions.chunks.read_chunk",
        "xenia.connect.actions.chunks.write_chunk",
        "xenia.connect.actions.database_pulls.row_texts",
        "xenia.connect.actions.fitting.forget_upload",
        "xenia.connect.actions.people.is_hanzi",
        "xenia.connect.actions.people.normal_phone",
        "xenia.connect.actions.people.normal_values",
        "xenia.connect.actions.people.resolve_records",
        "xenia.connect.actions.people.write_records",
        "xenia.connect.actions.people.write_stubs",
        "xenia.connect.actions.places.write_names_in",
        "xenia.connect.actions.places.write_places",
        "xenia.connect.actions.projection.write_bookings",
        "xenia.connect.actions.pulls.perform_pull",
        "xenia.connect.actions.quarantine.quarantine_rows",
        "xenia.connect.actions.queueing.defer_run",
        "xenia.connect.actions.queueing.is_importing",
        "xenia.connect.actions.queueing.only_run_of",
        "xenia.connect.actions.runs.perform_run",
        "xenia.connect.actions.suppressed.keep_out",
        "xenia.connect.actions.suppressed.tell_hits",
        "xenia.connect.queries.guests.file_names",
        "xenia.connect.queries.quarantine.open_values",
        "xenia.connect.queries.subject_files.count_quarantined",
        "xenia.connect.queries.subject_files.open_uploads",
        "xenia.connect.queries.subject_files.quarantined_of",
        "xenia.connect.queries.subject_files.upload_holds",
        "xenia.connect.queries.subject_files.upload_names",
        "xenia.connect.queries.uploads.get_setting",
        "xenia.connect.queries.uploads.map_rows",
        "xenia.connect.queries.uploads.stream_factory",
        "xenia.connect.queries.uploads.upload_path",
        "xenia.trust.actions.encryption.defer_rotation",
        "xenia.trust.actions.making_exports.perform_export",
        "xenia.trust.actions.packages.expired_packages",
        "xenia.trust.actions.request_work.perform_request",
        "xenia.trust.actions.requests.check_no_hold",
        "xenia.trust.actions.retention.perform_report",
        "xenia.trust.actions.rotation.perform_rotation",
        "xenia.trust.actions.subject_erasure.exports_with",
        "xenia.trust.actions.subject_erasure.package_path",
        "xenia.trust.actions.suppression.note_hits",
        "xenia.trust.queries.audit_tree.entry_rows",
        "xenia.trust.queries.audit_tree.perfect_subtree",
        "xenia.trust.queries.exports.export_path",
        "xenia.trust.queries.exports.year_abroad",
        "xenia.trust.queries.people.unit_codes_below",
        "xenia.trust.queries.requests.asked_of",
        "xenia.trust.queries.retention.active_hold",
        "xenia.trust.queries.retention.held_now",
        "xenia.trust.queries.restrictions.objects_to_profiling",
        "xenia.trust.queries.restrictions.restricted_among",
        "xenia.trust.queries.sealed_files.file_holds",
        "xenia.trust.queries.sealed_files.values_hold",
        "xenia.trust.queries.suppression.find_suppressed",
        "xenia.trust.queries.suppression.has_suppressed",
        "xenia.trust.queries.verification.log_files",
    }
)
"""Parts of an action that has checked its actor, steps of the worker on behalf of one, and reads that imports make on behalf of a source."""
ACTORLESS = BEFORE_ANYONE | TELLS_NOTHING | INSIDE
