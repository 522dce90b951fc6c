// Where things are in the container of the adapter.

/** The folder of the configuration. */
export const CONFIG_FOLDER = "/etc/adapter/config";

/** The file of the configuration in its folder, and its key in the ConfigMap. */
export const CONFIG_FILE = "config.yaml";

/** The folder of the certificate of the adapter. */
export const CERTIFICATE_FOLDER = "/etc/adapter/certificate";

/** The folder of what is shown to Prometheus. */
export const PROMETHEUS_AUTH_FOLDER = "/etc/adapter/prometheus";

/** The only folder that can be written to. */
export const TMP_FOLDER = "/tmp";
