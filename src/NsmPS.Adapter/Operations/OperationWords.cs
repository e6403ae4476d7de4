namespace NsmPS.Adapter.Operations;

/// <summary>How an operation is spoken of.</summary>
/// <param name="Subject">What it is about, for example <c>NSM service mesh</c>.</param>
/// <param name="Applying">For example <c>installing</c>.</param>
/// <param name="Applied">For example <c>installed</c>.</param>
internal sealed record OperationWords(string Subject, string Applying, string Applied)
{
    public string Doing(OperationDirection direction) => direction == OperationDirection.Apply ? Applying : "removing";

    public string Done(OperationDirection direction) => direction == OperationDirection.Apply ? Applied : Events.EventWords.Removed;

    public static OperationWords Installation(string subject) => new(subject, "installing", "installed");

    public static OperationWords Application(string title) => Installation($"{title} application");

    public static OperationWords Deployment(string subject) => new(subject, "deploying", "deployed");
}
