namespace NsmPS.Adapter.Operations;

/// <summary>The groups in which Meshery shows operations; the numbers are Meshery's.</summary>
internal enum OperationCategory
{
    Install = 0,
    SampleApplication = 1,
    Configure = 2,
    Validate = 3,
    Custom = 4,
}
