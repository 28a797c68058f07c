/* librabbitmq 0.11 for Swift, and the few calls that Swift cannot make itself. */
#ifndef DUNLIN_CRABBITMQ_H
#define DUNLIN_CRABBITMQ_H

#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#include <sys/eventfd.h> /* Swift's own module of the C library leaves it out. */

/* amqp_login_with_properties is variadic, which Swift does not import; the table of client properties must also outlive
 * the call, which a stack frame here gives for nothing. Declares what RabbitMQ otherwise never sends: the notice that
 * a consumer was cancelled and the notice that the connection is blocked. `external` logs in by client certificate. */
amqp_rpc_reply_t crabbitmq_login(amqp_connection_state_t state, const char *vhost, int frame_max, int heartbeat,
                                 const char *connection_name, int external, const char *user, const char *password);

#endif
