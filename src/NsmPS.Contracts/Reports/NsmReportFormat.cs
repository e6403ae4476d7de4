namespace NsmPS;

/// <summary>The form of a report for build servers.</summary>
public enum NsmReportFormat
{
    /// <summary>XML as JUnit writes it, which nearly every build server reads.</summary>
    JUnit,

    /// <summary>XML as NUnit 3 writes it.</summary>
    NUnit,
}
