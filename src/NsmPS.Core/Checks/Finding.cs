namespace NsmPS.Checks;

/// <summary>What a check found about one target.</summary>
internal sealed record Finding(NsmCheckOutcome Outcome, string Target, string Message, string Hint = "", string Evidence = "")
{
    public static Finding Pass(string target, string message) => new(NsmCheckOutcome.Passed, target, message);

    public static Finding Skip(string target, string message) => new(NsmCheckOutcome.Skipped, target, message);

    public static Finding Warn(string target, string message, string hint, string evidence = "") =>
        new(NsmCheckOutcome.Warning, target, message, hint, evidence);

    public static Finding Fail(string target, string message, string hint, string evidence = "") =>
        new(NsmCheckOutcome.Failed, target, message, hint, evidence);
}
