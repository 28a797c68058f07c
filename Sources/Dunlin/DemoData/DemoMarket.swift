/// Where invented customers live: a language, the places it is spoken in, and words for their names.
struct DemoMarket {
    struct Place {
        let country: String
        let zone: String
        let currency: String
    }

    let language: String
    let places: [(weight: Int, value: Place)]
    let words: [String]
    let trades: [String]
    let forms: [String]
    let firstNames: [String]
    let lastNames: [String]
    /// What mailboxes for invoices are called.
    let mailbox: String

    /// Markets by share. All their zones are within two hours, so that one send window serves the demo.
    static let all: [(weight: Int, value: DemoMarket)] = [(40, german), (25, english), (20, french), (15, spanish)]

    private static let switzerland = Place(country: "CH", zone: "Europe/Zurich", currency: "CHF")

    private static let german = DemoMarket(
        language: "de",
        places: [
            (70, Place(country: "DE", zone: "Europe/Berlin", currency: "EUR")),
            (18, Place(country: "AT", zone: "Europe/Vienna", currency: "EUR")), (12, switzerland),
        ],
        words: [
            "Silberbach", "Nordkamm", "Kiefernhain", "Morgentau", "Steinwiese", "Lindenquell", "Falkenried", "Auenland",
            "Wellenbrink", "Tannenmoor", "Goldhafer", "Birkensee", "Sonnfeld", "Ährenthal", "Möwenstein", "Brückental",
        ],
        trades: [
            "Bootsbau", "Seilerei", "Gastronomie", "Gartenbau", "Metallwerk", "Druckerei", "Möbel", "Feinkost",
            "Elektrotechnik", "Logistik", "Segelschule", "Fischräucherei",
        ],
        forms: ["GmbH", "KG", "GmbH & Co. KG", "AG", "OHG"],
        firstNames: ["Anke", "Jörg", "Miriam", "Stefan", "Heike", "Tobias", "Sabine", "Uwe"],
        lastNames: ["Probst", "Köhler", "Brandt", "Lüders", "Vogel", "Hartwig", "Weiß", "Sommer"],
        mailbox: "buchhaltung")

    private static let english = DemoMarket(
        language: "en",
        places: [
            (72, Place(country: "GB", zone: "Europe/London", currency: "GBP")),
            (28, Place(country: "IE", zone: "Europe/Dublin", currency: "EUR")),
        ],
        words: [
            "Saltmarsh", "Fernhollow", "Greywater", "Oakmere", "Larkfield", "Thistledown", "Copperbeck", "Windrush Bay",
            "Heronsgate", "Millbrook End", "Seaholly", "Ashcombe", "Brackenford", "Plover Lane", "Whitestone",
            "Quayside",
        ],
        trades: [
            "Chandlery", "Boatworks", "Catering", "Joinery", "Marine Services", "Print", "Nurseries", "Foods",
            "Freight",
            "Electrical", "Sailmakers", "Hotels",
        ],
        forms: ["Ltd", "Limited", "LLP", "& Sons Ltd", "plc"],
        firstNames: ["Emma", "Oliver", "Priya", "Callum", "Niamh", "George", "Aisling", "Tom"],
        lastNames: ["Barker", "Fletcher", "O'Dwyer", "Whitcombe", "Hale", "Marsden", "Keane", "Thorne"],
        mailbox: "accounts.payable")

    private static let french = DemoMarket(
        language: "fr",
        places: [
            (74, Place(country: "FR", zone: "Europe/Paris", currency: "EUR")),
            (16, Place(country: "BE", zone: "Europe/Brussels", currency: "EUR")), (10, switzerland),
        ],
        words: [
            "Belle Rive", "Haute Brume", "Clairval", "Grand Large", "Vent d'Est", "Rochebrune", "Les Tilleuls",
            "Marée Haute",
            "Pré Fleuri", "Côte Blanche", "Val Joli", "Trois Chênes", "L'Étoile", "Sablières", "Roseraie", "Vieux Port",
        ],
        trades: [
            "Nautisme", "Restauration", "Menuiserie", "Imprimerie", "Jardins", "Transports", "Épicerie", "Voiles",
            "Électricité", "Mobilier", "Hôtellerie", "Métallerie",
        ],
        forms: ["SARL", "SAS", "SA", "EURL"],
        firstNames: ["Hélène", "Luc", "Amélie", "Thierry", "Noémie", "François", "Zoé", "Gaël"],
        lastNames: ["Delmas", "Garnier", "Lefort", "Besson", "Châtelain", "Moulin", "Perrault", "Rivière"],
        mailbox: "comptabilite")

    private static let spanish = DemoMarket(
        language: "es",
        places: [(100, Place(country: "ES", zone: "Europe/Madrid", currency: "EUR"))],
        words: [
            "Costa Serena", "Viento Norte", "Puerto Claro", "Los Olivos", "Río Alto", "Peñablanca", "Mar de Fondo",
            "La Encina", "Buena Vista", "Aguamarina", "Cala Honda", "El Roble", "Piedra Luna", "Tres Torres",
            "Faro Viejo",
            "Campoverde",
        ],
        trades: [
            "Náutica", "Hostelería", "Carpintería", "Imprenta", "Jardinería", "Transportes", "Conservas", "Velas",
            "Electricidad", "Muebles", "Astilleros", "Metales",
        ],
        forms: ["S.L.", "S.A.", "S.L.U.", "S. Coop."],
        firstNames: ["Lucía", "Íñigo", "Carmen", "Álvaro", "Begoña", "Joaquín", "Nuria", "Martín"],
        lastNames: ["Ibáñez", "Requena", "Núñez", "Salgado", "Otero", "Peralta", "Quintana", "Vidal"],
        mailbox: "contabilidad")
}
