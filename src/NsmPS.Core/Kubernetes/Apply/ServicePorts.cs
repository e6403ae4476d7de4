namespace NsmPS.Kubernetes.Apply;

/// <summary>Recognises a Service whose port number was changed. The server identifies ports by number and protocol, so applying the old
/// number would add a second port of the same name, which it refuses. Only recreating the Service restores the port; fields of others, its
/// address among them, are lost with the old one.</summary>
internal static class ServicePorts
{
    public const string Note = "the number of a port cannot be changed back, so it is deleted and recreated, with a new address";

    private const string Field = "spec.ports[";
    private const string Reason = "Duplicate value";

    public static bool HaveMoved(NsmException exception) => exception.Error == NsmErrors.ApiRequestFailed
        && exception.Message.Contains(Field, StringComparison.Ordinal) && exception.Message.Contains(Reason, StringComparison.Ordinal);
}
