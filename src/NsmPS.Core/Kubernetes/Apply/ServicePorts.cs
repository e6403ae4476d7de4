namespace NsmPS.Kubernetes.Apply;

/// <summary>
/// Tells that a Service's port was given another number. The server knows ports by number and protocol, so applying the old number adds a
/// port, and refuses it for its name. Only a Service that is recreated has its port back;
/// others' fields, its address among them, go with the old one.
/// </summary>
internal static class ServicePorts
{
    public const string Note = "the number of a port cannot be changed back, so it is deleted and recreated, with a new address";

    private const string Field = "spec.ports[";
    private const string Reason = "Duplicate value";

    public static bool HaveMoved(NsmException exception) => exception.Error == NsmErrors.ApiRequestFailed
        && exception.Message.Contains(Field, StringComparison.Ordinal) && exception.Message.Contains(Reason, StringComparison.Ordinal);
}
