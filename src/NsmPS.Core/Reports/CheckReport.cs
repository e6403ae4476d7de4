using System.Globalization;

namespace NsmPS.Reports;

/// <summary>Makes cases of checks.</summary>
public static class CheckReport
{
    /// <summary>Each row as a case, named after the check and its target, in a group of its category.</summary>
    public static IEnumerable<ReportCase> From(IEnumerable<NsmCheckResult> rows)
    {
        var names = new Dictionary<(NsmCheckCategory, string), int>();
        foreach (var row in rows)
        {
            var name = row.Target.Length == 0 ? row.Id : $"{row.Id} {row.Target}";
            var number = names[(row.Category, name)] = names.GetValueOrDefault((row.Category, name)) + 1;
            yield return new ReportCase($"{row.Category}",
                number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} ({number})"), OutcomeOf(row.Outcome))
            {
                Kind = row.Id,
                Message = row.Message,
                Details = string.Join('\n', new[] { row.Hint, row.Evidence }.Where(text => text.Length > 0)),
            };
        }
    }

    private static ReportOutcome OutcomeOf(NsmCheckOutcome outcome) => outcome switch
    {
        NsmCheckOutcome.Passed => ReportOutcome.Passed,
        NsmCheckOutcome.Warning => ReportOutcome.Warning,
        NsmCheckOutcome.Failed => ReportOutcome.Failed,
        NsmCheckOutcome.Skipped => ReportOutcome.Skipped,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };
}
