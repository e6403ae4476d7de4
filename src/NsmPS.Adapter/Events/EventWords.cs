namespace NsmPS.Adapter.Events;

/// <summary>The words by which Meshery's server and command line tell what became of an operation. Changing one breaks them.</summary>
internal static class EventWords
{
    /// <summary>Anywhere in a summary or in details it means failure.</summary>
    public const string Failure = "error";

    /// <summary>In the details it means that a mesh was installed.</summary>
    public const string MeshInstalled = "mesh is now installed";

    /// <summary>In a summary it means that something is gone.</summary>
    public const string Removed = "removed";

    /// <summary>In a summary it means that an SMI test was run.</summary>
    public const string Conformance = "Smi conformance test";

    /// <summary>What every error's summary begins with.</summary>
    public const string FailurePrefix = "Error while";
}
