namespace NsmPS.Hosting;

/// <summary>How the program ends.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>An option or setting is wrong (EX_USAGE).</summary>
    public const int Usage = 64;

    /// <summary>The address is taken or not this machine's (EX_UNAVAILABLE).</summary>
    public const int Unavailable = 69;
}
