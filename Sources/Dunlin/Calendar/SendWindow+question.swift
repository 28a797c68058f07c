import Contracts
import Policy

extension SendWindow {
    /// The hours of every day that a line of input names as `open` and `close`.
    init(daily question: Question) throws(InputRefusal) {
        func minute(_ name: String) throws(InputRefusal) -> Int {
            guard let minute = SendWindow.minuteOfDay(try question.text(name)) else {
                throw InputRefusal(name, "is not a time HH:MM from 00:00 to 24:00", path: "$.\(name)")
            }
            return minute
        }
        let (open, close) = (try minute("open"), try minute("close"))
        guard open != close, open < 1440 else {
            throw InputRefusal(
                "window", "must open before 24:00 and close at another time; 00:00 to 24:00 is the whole day",
                path: "$.open")
        }
        self.init(days: Set(Weekday.allCases), fromMinute: open, untilMinute: close)
    }
}
