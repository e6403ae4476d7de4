namespace NsmPS;

/// <summary>The card of Meshery's page on which an operation appears.</summary>
public enum NsmAdapterCategory
{
    /// <summary>Installs or removes the mesh.</summary>
    Install,

    /// <summary>Deploys or removes a sample application.</summary>
    SampleApplication,

    /// <summary>Changes the configuration of an installed mesh.</summary>
    Configure,

    /// <summary>Tests an installed mesh.</summary>
    Validate,

    /// <summary>Applies what the user gives.</summary>
    Custom,
}
