namespace NsmPS.Parameters;

/// <summary>What parameters about adapters have in common.</summary>
internal static class AdapterParameters
{
    public const string Loopback = "127.0.0.1";

    /// <summary>Why a number cannot be a port; null when it can.</summary>
    public static NsmException? PortProblem(string parameter, int port, int smallest) =>
        port >= smallest && port <= ushort.MaxValue
            ? null
            : new NsmException(NsmErrors.OptionInvalid,
                $"-{parameter} is {port}; it must be from {smallest} to {ushort.MaxValue}.", parameter);
}
