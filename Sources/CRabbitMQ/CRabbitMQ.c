#include "CRabbitMQ.h"

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
