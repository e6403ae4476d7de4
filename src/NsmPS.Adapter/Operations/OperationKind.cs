namespace NsmPS.Adapter.Operations;

/// <summary>Who carries an operation out.</summary>
internal enum OperationKind
{
    /// <summary>The mesh itself.</summary>
    Mesh,

    /// <summary>A sample application of the catalogue.</summary>
    Sample,

    /// <summary>An application whose manifests the administrator put into a folder.</summary>
    Folder,

    /// <summary>YAML that comes with the request.</summary>
    Manifest,

    /// <summary>Meshery's SMI test, which Network Service Mesh has no part in.</summary>
    Conformance,
}
