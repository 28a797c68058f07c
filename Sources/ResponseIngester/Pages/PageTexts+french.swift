extension PageTexts {
    static let french = PageTexts(
        openInvoices: "Vos factures en attente",
        asOf: { "Situation au \($0), tous les paiements enregistrés à ce jour compris." },
        invoice: "Facture",
        issued: "Émise le",
        due: "Échéance le",
        dueToday: "à régler aujourd’hui",
        pastDue: { "en retard de \($0)" },
        disputed: "En litige",
        openSum: "Factures en attente",
        credit: "Votre avoir",
        total: "À payer",
        pay: { "Payer \($0)" },
        payHint: "Vous serez dirigé vers la page de paiement.",
        covered: "Votre avoir couvre ces factures. Il n’y a rien à payer.",
        paidAlready: "Déjà payé ? Un virement peut prendre quelques jours ; vous n’avez rien d’autre à faire.",
        questions: "Des questions ?",
        languages: "Langues",
        nothingOpen: Notice(title: "Rien n’est en attente", text: "Tout est réglé. Merci."),
        expired: Notice(
            title: "Ce lien a expiré",
            text: "Pour votre sécurité, les liens ne restent valables qu’un certain temps. Celui de notre dernier "
                + "message fonctionne toujours."),
        revoked: Notice(
            title: "Ce lien n’est plus valable",
            text: "Il a été remplacé par un lien plus récent. Utilisez celui de notre dernier message."),
        unknown: Notice(
            title: "Page introuvable",
            text: "Vérifiez que l’adresse est complète, ou ouvrez de nouveau le lien du message."),
        tooMany: Notice(title: "Trop de tentatives", text: "Patientez une minute, puis réessayez."),
        unavailable: Notice(
            title: "Indisponible pour le moment",
            text: "Un problème est survenu de notre côté. Réessayez dans une minute."),
        unsubscribe: Notice(
            title: "Arrêter les rappels par e-mail ?",
            text: "Nous n’enverrons plus de rappels à votre adresse e-mail. Vos factures ne sont pas concernées, et "
                + "nous pourrons vous joindre autrement."),
        unsubscribeButton: "Arrêter les rappels par e-mail",
        unsubscribed: Notice(
            title: "Vous ne recevrez plus de rappels par e-mail",
            text: "Votre demande est enregistrée. Vous n’avez rien d’autre à faire."))
}
