#include "CRabbitMQ.h"

#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string.h>

static amqp_table_entry_t text(const char *key, const char *value) {
    amqp_table_entry_t entry;
    entry.key = amqp_cstring_bytes(key);
    entry.value.kind = AMQP_FIELD_KIND_UTF8;
    entry.value.value.bytes = amqp_cstring_bytes(value);
    return entry;
}

static amqp_table_entry_t yes(const char *key) {
    amqp_table_entry_t entry;
    entry.key = amqp_cstring_bytes(key);
    entry.value.kind = AMQP_FIELD_KIND_BOOLEAN;
    entry.value.value.boolean = 1;
    return entry;
}

amqp_rpc_reply_t crabbitmq_login(amqp_connection_state_t state, const char *vhost, int frame_max, int heartbeat,
                                 const char *connection_name, int external, const char *user, const char *password) {
    amqp_table_entry_t capabilities[] = {
        yes("authentication_failure_close"), yes("basic.nack"),        yes("connection.blocked"),
        yes("consumer_cancel_notify"),       yes("publisher_confirms"),
    };
    amqp_table_entry_t properties[] = {
        text("connection_name", connection_name),
        {.key = amqp_cstring_bytes("capabilities")},
    };
    properties[1].value.kind = AMQP_FIELD_KIND_TABLE;
    properties[1].value.value.table.num_entries = sizeof capabilities / sizeof capabilities[0];
    properties[1].value.value.table.entries = capabilities;
    amqp_table_t table = {.num_entries = sizeof properties / sizeof properties[0], .entries = properties};

    if (external)
        return amqp_login_with_properties(state, vhost, 0, frame_max, heartbeat, &table, AMQP_SASL_METHOD_EXTERNAL,
                                          user);
    return amqp_login_with_properties(state, vhost, 0, frame_max, heartbeat, &table, AMQP_SASL_METHOD_PLAIN, user,
                                      password);
}

static int single_common_name(X509 *certificate, char *name, size_t capacity) {
    X509_NAME *subject = X509_get_subject_name(certificate);
    int index = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
    if (index < 0 || X509_NAME_get_index_by_NID(subject, NID_commonName, index) >= 0)
        return 0;
    unsigned char *text = NULL;
    int length = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, index)));
    int fits = length > 0 && (size_t)length < capacity && !memchr(text, 0, (size_t)length);
    if (fits) {
        memcpy(name, text, (size_t)length);
        name[length] = 0;
    }
    if (length >= 0)
        OPENSSL_free(text);
    return fits;
}

int crabbitmq_read_certificate(const char *path, char *name, size_t capacity, time_t *end) {
    BIO *file = BIO_new_file(path, "r");
    if (!file)
        return 1;
    X509 *certificate = PEM_read_bio_X509(file, NULL, NULL, NULL);
    BIO_free(file);
    struct tm time = {0};
    if (!certificate || !ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &time)) {
        X509_free(certificate);
        return 1;
    }
    *end = timegm(&time);
    int fits = single_common_name(certificate, name, capacity);
    X509_free(certificate);
    return fits ? 0 : 2;
}
