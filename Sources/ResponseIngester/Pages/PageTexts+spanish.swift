extension PageTexts {
    static let spanish = PageTexts(
        openInvoices: "Sus facturas pendientes",
        asOf: { "Situación al \($0), con todos los pagos registrados hasta ahora." },
        invoice: "Factura",
        issued: "Emitida el",
        due: "Vence el",
        dueToday: "vence hoy",
        pastDue: { "con \($0) de retraso" },
        disputed: "En disputa",
        openSum: "Facturas pendientes",
        credit: "Su saldo a favor",
        total: "Por pagar",
        pay: { "Pagar \($0)" },
        payHint: "Pasará a la página de pago.",
        covered: "Su saldo a favor cubre estas facturas. No hay nada que pagar.",
        paidAlready: "¿Ya ha pagado? Una transferencia puede tardar unos días; no tiene que hacer nada más.",
        questions: "¿Preguntas?",
        languages: "Idiomas",
        nothingOpen: Notice(title: "No hay nada pendiente", text: "Todo está saldado. Gracias."),
        expired: Notice(
            title: "Este enlace ha caducado",
            text: "Por su seguridad, los enlaces solo funcionan durante un tiempo. El de nuestro último mensaje sigue "
                + "funcionando."),
        revoked: Notice(
            title: "Este enlace ya no es válido",
            text: "Fue sustituido por uno más reciente. Utilice el enlace de nuestro último mensaje."),
        unknown: Notice(
            title: "Página no encontrada",
            text: "Compruebe que la dirección esté completa o abra de nuevo el enlace del mensaje."),
        tooMany: Notice(title: "Demasiados intentos", text: "Espere un minuto y vuelva a intentarlo."),
        unavailable: Notice(
            title: "No disponible en este momento",
            text: "Algo no funciona por nuestra parte. Vuelva a intentarlo dentro de un minuto."),
        unsubscribe: Notice(
            title: "¿Dejar de recibir recordatorios por correo electrónico?",
            text: "Ya no enviaremos recordatorios a su dirección de correo. Esto no afecta a sus facturas, y podremos "
                + "contactarle por otra vía."),
        unsubscribeButton: "No recibir más recordatorios por correo",
        unsubscribed: Notice(
            title: "Ya no recibirá recordatorios por correo electrónico",
            text: "Hemos anotado su petición. No tiene que hacer nada más."))
}
