"""Static files under names that carry their content's hash, ES modules included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Rewrites `import './name.js'` inside modules too, so that a module never loads a stale neighbour."""

    support_js_module_import_aggregation = True
