using System.Management.Automation;

namespace NsmPS.Parameters;

/// <summary>Lets a parameter of type TimeSpan also take a number of seconds.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Durations.Parse(inputData is PSObject wrapped ? wrapped.BaseObject : inputData);
}
